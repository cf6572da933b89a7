#include "experiments/networks/rank_correlation.hpp"

#include <cmath>

#include "tests/catch.hpp"

using cellar::kendall;

TEST_CASE("Kendall's tau-b counts pairs in the same order, and none that are equal") {
  CHECK(kendall({1, 2, 3, 4}, {10, 20, 30, 40}) == 1);
  CHECK(kendall({1, 2, 3, 4}, {4, 3, 2, 1}) == -1);
  CHECK(kendall({1, 2, 3}, {1, 3, 2}) == Approx(1.0 / 3));
  // One tie in a: 4 pairs agree and 1 disagrees, of 5 that differ in a and 6 that do in b.
  CHECK(kendall({1, 1, 2, 3}, {1, 2, 4, 3}) == Approx((4 - 1) / std::sqrt(5.0 * 6.0)));
  CHECK(kendall({1, 2, 3, 4}, {1, 2, std::nan(""), 4}) == 1);
  CHECK(kendall({-HUGE_VAL, 2, 3}, {1, 2, 3}) == 1);
  CHECK(std::isnan(kendall({1, 1}, {1, 2})));
}
