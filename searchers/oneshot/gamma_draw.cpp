#include "searchers/oneshot/gamma_draw.hpp"

#include <cmath>

#include "core/errors.hpp"

namespace cellar::oneshot {

namespace {

double log_uniform(Rng& rng) { return std::log1p(-rng.uniform()); }  // of (0, 1]

}  // namespace

double log_gamma_draw(double shape, Rng& rng) {
  require(shape > 0, "the shape of a gamma variate is positive");
  if (shape < 1) {
    const double higher = log_gamma_draw(shape + 1, rng);
    return higher + log_uniform(rng) / shape;
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = rng.normal();
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (log_uniform(rng) < x * x / 2 + d - d * v + d * std::log(v)) return std::log(d * v);
  }
}

}  // namespace cellar::oneshot
