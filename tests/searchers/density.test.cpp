#include "searchers/density.hpp"

#include <cmath>
#include <map>

#include "experiments/checks/checks.hpp"
#include "space/generic.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

const std::vector<int> kArity = {3, 2, 4};

std::vector<Architecture> random_rows(int count, std::uint64_t seed) {
  const GenericSpace space("three", kArity);
  Rng rng(seed);
  std::vector<Architecture> rows;
  for (int row = 0; row < count; ++row) rows.push_back(space.random(rng));
  return rows;
}

template <class Visit>
void for_all(Visit visit) {
  const GenericSpace space("three", kArity);
  for (std::uint64_t code = 0; code < *space.size(); ++code) visit(space.from_code(code));
}

}  // namespace

TEST_CASE("The densities are those of HpBandSter and statsmodels, negative and infinite ones too") {
  const auto file = reference("data/bohb/kde_facts.json");
  if (file.empty()) return;
  CHECK(check_bohb_kde(file.string()) == 0);
}

TEST_CASE("A corrected density is a distribution, whatever the rows are") {
  for (const int rows : {1, 2, 7, 50}) {
    for (const double least : {0.0, 0.3, 1.0}) {
      const CategoricalDensity density(random_rows(rows, static_cast<std::uint64_t>(rows)), kArity, {least, true});
      double sum = 0;
      for_all([&](const Architecture& arch) {
        CHECK(density(arch) >= 0);
        sum += density(arch);
      });
      CHECK(sum == Approx(1));
    }
  }
}

TEST_CASE("A choice with one value does not disturb a corrected density") {
  const CategoricalDensity density({{0, 0}, {0, 1}}, {1, 2}, {0.3, true});
  CHECK(density({0, 0}) + density({0, 1}) == Approx(1));
}

TEST_CASE("Samples of a corrected density are distributed as it says") {
  const CategoricalDensity density(random_rows(5, 3), kArity, {0.1, true});
  constexpr int kDraws = 200'000;
  std::map<Architecture, int> counts;
  Rng rng(1);
  for (int draw = 0; draw < kDraws; ++draw) ++counts[density.sample(rng)];
  for_all([&](const Architecture& arch) {
    const double p = density(arch);
    CHECK(std::abs(counts[arch] - p * kDraws) < 5 * std::sqrt(p * kDraws) + 1);
  });
}

TEST_CASE("Results are ranked by loss, the earlier of equals first, failures last") {
  RankedResults results;
  results.add({0}, 3);
  results.add({1}, INFINITY);
  results.add({2}, 1);
  results.add({3}, 3);
  results.add({4}, INFINITY);
  CHECK(results.ranks(0, 9) == std::vector<Architecture>{{2}, {0}, {3}, {1}, {4}});
  CHECK(results.ranks(1, 2) == std::vector<Architecture>{{0}, {3}});
  CHECK(results.ranks(7, 2).empty());
}

TEST_CASE("There is a pair of densities from twice as many results on as there are choices and one") {
  RankedResults results;
  Rng rng(2);
  const GenericSpace space("three", kArity);
  for (std::size_t n = 1; n <= 200; ++n) {
    results.add(space.random(rng), rng.uniform());
    const auto pair = make_density_pair(results, kArity, {15, 0}, {});
    REQUIRE(pair.has_value() == (n >= 8));
    REQUIRE(has_density_pair(n, 3, {15, 0}) == (n >= 8));
    if (!pair) continue;
    CHECK(pair->good.size() == std::max<std::size_t>(4, 15 * n / 100));
    CHECK(pair->bad.size() == std::min(n - pair->good.size(), std::max<std::size_t>(4, 85 * n / 100)));
  }
}

TEST_CASE("A proposal is the best of the draws and none that is taken") {
  RankedResults results;
  Rng rng(4);
  const GenericSpace space("three", kArity);
  for (int n = 0; n < 30; ++n) {
    const Architecture arch = space.random(rng);
    results.add(arch, 10.0 * arch[0] + arch[1] + arch[2]);
  }
  const auto pair = make_density_pair(results, kArity, {15, 0}, {0.3, true});
  REQUIRE(pair);
  Architecture best;
  double least = INFINITY;
  for_all([&](const Architecture& arch) {
    if (pair->score(arch) < least) {
      least = pair->score(arch);
      best = arch;
    }
  });
  CHECK(propose(*pair, space, 2000, rng) == best);
  const auto second = propose(*pair, space, 2000, rng, {best});
  REQUIRE(second);
  CHECK(*second != best);
}
