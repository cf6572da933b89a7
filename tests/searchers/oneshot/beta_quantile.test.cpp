#include "searchers/oneshot/beta_quantile.hpp"

#include <cmath>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/searchers/oneshot/beta_distribution.hpp"

namespace cellar {

using oneshot::beta_quantile_slope;
using test::beta::quantile;

TEST_CASE("The slope of a quantile is that of finite differences of the distribution by its continued fraction") {
  for (const double a : {0.3, 1.0, 2.5, 9.0}) {
    for (const double b : {0.4, 1.0, 4.0, 20.0}) {
      for (const double wanted : {0.02, 0.3, 0.5, 0.8, 0.97}) {
        const double x = quantile(wanted, a, b);
        const double step = 1e-4 * a;
        const double slope = (quantile(wanted, a + step, b) - quantile(wanted, a - step, b)) / (2 * step) / (1 - x);
        CAPTURE(a, b, wanted, x);
        CHECK(beta_quantile_slope(x, a, b) == Approx(slope).epsilon(2e-6));
      }
    }
  }
}

TEST_CASE("Where b is 1 the slope is -x log x over a and 1 - x, for the smallest and largest x and a") {
  for (const double a : {1e-6, 1e-3, 0.1, 1.0, 7.0, 300.0}) {
    for (const double x : {1e-300, 1e-100, 1e-9, 0.01, 0.3, 0.5, 0.9, 1 - 1e-6, 1 - 0x1p-50}) {
      CAPTURE(a, x);
      const double rest = 1 - x;
      const double log_x = x < 0.5 ? std::log(x) : std::log1p(-rest);
      CHECK(beta_quantile_slope(x, a, 1) == Approx(-x * log_x / (a * rest)).epsilon(2e-12));
    }
  }
}

TEST_CASE("Slopes are finite at the ends and grow smoothly into them") {
  for (const double a : {0.001, 0.5, 3.0}) {
    for (const double b : {0.002, 0.7, 12.0}) {
      CAPTURE(a, b);
      CHECK(std::isfinite(beta_quantile_slope(0, a, b)));
      const double end = beta_quantile_slope(1, a, b);
      CHECK(end == Approx(-oneshot::mean_log_beta(a, b) / b).epsilon(1e-9));  // the limit
      CHECK(beta_quantile_slope(1 - 1e-12, a, b) == Approx(end).epsilon(1e-6));
    }
  }
  CHECK_THROWS_AS(beta_quantile_slope(0.5, 0, 1), ContractError);
  CHECK_THROWS_AS(beta_quantile_slope(1.5, 1, 1), ContractError);
}

TEST_CASE("The mean logarithm of a beta variate is a sum of fractions where b is whole") {
  for (const double a : {1e-8, 0.3, 1.0, 15.5, 1e4}) {
    for (const int b : {1, 2, 30}) {
      double expected = 0;
      for (int k = 0; k < b; ++k) expected -= 1 / (a + k);
      CAPTURE(a, b);
      CHECK(oneshot::mean_log_beta(a, b) == Approx(expected).epsilon(1e-14));
    }
  }
}

}  // namespace cellar
