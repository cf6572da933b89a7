#include "experiments/report/statistics.hpp"

#include <cmath>
#include <vector>

#include "core/random.hpp"
#include "tests/catch.hpp"

using namespace cellar;

TEST_CASE("statistics equal numpy's on eight values") {
  // numpy 1.24: mean, std, median, quantile .25 and .75, std(ddof=1)/sqrt(8) of [3, 1, 4, 1, 5, 9, 2, 6]
  const Statistics s = describe({3, 1, 4, 1, 5, 9, 2, 6});
  CHECK(s.count == 8);
  CHECK(s.mean == 3.875);
  CHECK(s.sd == Approx(2.5708704751503917).epsilon(1e-14));
  CHECK(s.median == 3.5);
  CHECK(s.q25 == 1.75);
  CHECK(s.q75 == 5.25);
  CHECK(s.se == Approx(0.9716977043151993).epsilon(1e-14));
}

TEST_CASE("a single value has no standard error and is its own quantiles") {
  const Statistics s = describe({42.5});
  CHECK(s.mean == 42.5);
  CHECK(s.sd == 0);
  CHECK(s.median == 42.5);
  CHECK(s.q25 == 42.5);
  CHECK(s.q75 == 42.5);
  CHECK(std::isnan(s.se));
}

TEST_CASE("no values have no statistics") {
  const Statistics s = describe({});
  CHECK(s.count == 0);
  for (const double value : {s.mean, s.sd, s.median, s.q25, s.q75, s.se}) CHECK(std::isnan(value));
}

TEST_CASE("a quantile is the value at its place among sorted values") {
  const std::vector<double> sorted{0, 10, 20, 30, 40};
  for (int i = 0; i <= 40; ++i) CHECK(quantile(sorted, i / 40.0) == Approx(i));
}

TEST_CASE("statistics do not depend on the order of values, and shift and scale as they must") {
  Rng rng(7);
  std::vector<double> values, reversed, moved;
  for (int i = 0; i < 501; ++i) values.push_back(static_cast<double>(rng.below(1000)) / 7);
  reversed.assign(values.rbegin(), values.rend());
  for (const double value : values) moved.push_back(100 - 2 * value);
  const Statistics a = describe(values), b = describe(reversed), c = describe(moved);
  CHECK(a.mean == b.mean);
  CHECK(a.sd == b.sd);
  CHECK(c.mean == Approx(100 - 2 * a.mean));
  CHECK(c.sd == Approx(2 * a.sd));
  CHECK(c.se == Approx(2 * a.se));
  CHECK(c.q25 == Approx(100 - 2 * a.q75));
  CHECK(c.median == Approx(100 - 2 * a.median));
  CHECK(a.se == Approx(a.sd / std::sqrt(500.0)));
}
