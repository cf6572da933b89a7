#include "searchers/oneshot/beta_quantile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/errors.hpp"

namespace cellar::oneshot {

namespace {

// log(1 + e^y).
double softplus(double y) { return std::max(y, 0.0) + std::log1p(std::exp(-std::abs(y))); }

// Sum over a grid of `term`, which falls doubly exponentially at both ends, times the grid's distance, halved until the
// sum stays (Takahasi and Mori 1974).
template <class Term>
double double_exponential(const Term& term) {
  constexpr double kEnd = 4.5;        // weights are below 1e-30 of the largest there
  constexpr double kSettled = 1e-10;  // an error is squared by each halving
  double distance = 0.25;
  double sum = 0;
  for (double at = -kEnd; at <= kEnd; at += distance) sum += term(at);
  for (int halving = 0; halving < 8; ++halving) {
    const double before = sum;
    for (double at = -kEnd + distance / 2; at <= kEnd; at += distance) sum += term(at);
    distance /= 2;
    if (std::abs(sum - 2 * before) <= kSettled * std::abs(sum)) break;
  }
  return sum * distance;
}

// Integral of f(s) from 0 to infinity.
template <class Function>
double integrate_ray(const Function& f) {
  constexpr double kHalfPi = std::numbers::pi / 2;
  return double_exponential([&](double at) {
    const double s = std::exp(kHalfPi * std::sinh(at));
    return f(s) * s * kHalfPi * std::cosh(at);
  });
}

// Integral of f(s) from 0 to `length`.
template <class Function>
double integrate_segment(double length, const Function& f) {
  return double_exponential([&](double at) {
    const double e = std::exp(-std::numbers::pi * std::sinh(at));
    if (std::isinf(e)) return 0.0;
    return f(length / (1 + e)) * length * std::numbers::pi * std::cosh(at) * (e / (1 + e)) / (1 + e);
  });
}

}  // namespace

double mean_log_beta(double a, double b) {
  // Up to where the asymptotic series is exact; 1/(a + b) - 1/a and the like are written as one fraction.
  constexpr double kFar = 16;
  double mean = 0;
  for (; a < kFar; a += 1) mean -= b / (a * (a + b));
  const auto series = [](double z) {
    const double w = 1 / (z * z);
    return -0.5 / z - w * (1.0 / 12 - w * (1.0 / 120 - w * (1.0 / 252 - w * (1.0 / 240 - w / 132))));
  };
  return mean - std::log1p(b / a) + (series(a) - series(a + b));
}

// In y = log(t / (1 - t)) the density is smooth wherever it is: its singularities lie at y = ±i pi.
double beta_quantile_slope(double x, double a, double b) {
  require(a > 0 && b > 0 && x >= 0 && x <= 1, "a quantile of a beta distribution");
  x = std::clamp(x, std::numeric_limits<double>::min(), 1 - std::numeric_limits<double>::epsilon() / 2);
  const double log_x = std::log(x), log_rest = std::log1p(-x);
  const double from = log_x - log_rest;
  const double mean = mean_log_beta(a, b);
  const double direction = log_x < mean ? -1 : 1;
  // Times t (1 - t), the derivative of t, and over x (1 - x) f(x).
  const auto integrand = [&](double y) {
    const double log_t = -softplus(-y);
    return std::abs(log_t - mean) * std::exp(a * (log_t - log_x) + b * (-softplus(y) - log_rest));
  };
  if (direction * from >= 0) return x * integrate_ray([&](double s) { return integrand(from + direction * s); });
  // A piece to where the singularities are nearest, and the rest.
  const double near = integrate_segment(std::abs(from), [&](double s) { return integrand(from + direction * s); });
  return x * (near + integrate_ray([&](double s) { return integrand(direction * s); }));
}

}  // namespace cellar::oneshot
