#pragma once

#include <cmath>

// The beta distribution by a second way, for tests.
namespace cellar::test::beta {

// The probability of Beta(a, b) below x by its continued fraction (Abramowitz and Stegun 26.5.8), evaluated from the
// far end; good where x is at most the mean.
inline double lower_probability(double x, double a, double b) {
  double fraction = 1;
  for (int m = 400; m > 0; --m) {
    const double half = m / 2;  // of the even and odd terms
    const double d = m % 2 == 0 ? half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
                                : -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1));
    fraction = 1 + d / fraction;
  }
  const double log_front = std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x);
  return std::exp(log_front) / (a * fraction);
}

inline double probability(double x, double a, double b) {
  return x < a / (a + b) ? lower_probability(x, a, b) : 1 - lower_probability(1 - x, b, a);
}

inline double quantile(double wanted, double a, double b) {
  double low = 0, high = 1;
  for (int halving = 0; halving < 200; ++halving) {
    const double middle = (low + high) / 2;
    (probability(middle, a, b) < wanted ? low : high) = middle;
  }
  return low;
}

}  // namespace cellar::test::beta
