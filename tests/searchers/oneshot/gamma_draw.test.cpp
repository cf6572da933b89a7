#include "searchers/oneshot/gamma_draw.hpp"

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "tests/catch.hpp"

namespace cellar {

TEST_CASE("Gamma variates have the mean and variance of their shape") {
  Rng rng(1);
  for (const double shape : {0.05, 0.5, 1.0, 2.5, 40.0}) {
    constexpr int kDraws = 200000;
    double sum = 0, squares = 0;
    for (int i = 0; i < kDraws; ++i) {
      const double draw = std::exp(oneshot::log_gamma_draw(shape, rng));
      sum += draw;
      squares += (draw - shape) * (draw - shape);
    }
    // Standard errors: the fourth central moment is 3 k^2 + 6 k.
    CAPTURE(shape);
    CHECK(std::abs(sum / kDraws - shape) < 4 * std::sqrt(shape / kDraws));
    CHECK(std::abs(squares / kDraws - shape) < 4 * std::sqrt((2 * shape * shape + 6 * shape) / kDraws));
  }
}

TEST_CASE("Gamma variates of shape 1 are exponential, by Kolmogorov and Smirnov") {
  Rng rng(2);
  constexpr std::size_t kDraws = 100000;
  std::vector<double> draws(kDraws);
  for (double& draw : draws) draw = std::exp(oneshot::log_gamma_draw(1, rng));
  std::sort(draws.begin(), draws.end());
  double farthest = 0;
  for (std::size_t i = 0; i < kDraws; ++i) {
    const double rank = (static_cast<double>(i) + 0.5) / kDraws;
    farthest = std::max(farthest, std::abs(rank + std::expm1(-draws[i])));
  }
  CHECK(farthest < 2 / std::sqrt(static_cast<double>(kDraws)));  // exceeded by chance once in 1,500 seeds
}

TEST_CASE("Variates too small for a double have a finite logarithm, whose mean is digamma") {
  Rng rng(3);
  constexpr double kShape = 1e-4;
  constexpr int kDraws = 100000;
  double sum = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double draw = oneshot::log_gamma_draw(kShape, rng);
    REQUIRE(std::isfinite(draw));
    sum += draw;
  }
  // digamma(k) = -1/k - 0.5772 + …, and trigamma(k) is about 1/k^2.
  CHECK(std::abs(sum / kDraws + 1 / kShape + 0.5772) < 4 / kShape / std::sqrt(kDraws));
  CHECK_THROWS_AS(oneshot::log_gamma_draw(0, rng), ContractError);
}

}  // namespace cellar
