#include "searchers/multi_fidelity/dehb.hpp"

#include <map>
#include <set>

#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

const ToySpace kSpace;
const ToyOracle kOracle(
    [](const Architecture& arch, Fidelity fidelity, int from, std::uint64_t) {
      return Measurement{10.0 * arch[0] + 3.0 * arch[1] + arch[2], static_cast<double>(fidelity.epochs - from)};
    },
    {{1, 12}, {4, 12}, {12, 12}});

}  // namespace

TEST_CASE("DEHB's first bracket is plain successive halving") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto rows = run_searcher("dehb(continue=on)", kSpace, kOracle, {Budget::Unit::evaluations, 13}, seed);
    REQUIRE(rows.size() == 13);
    std::multiset<double> first;
    for (int row = 0; row < 9; ++row) {
      CHECK(rows[row].fidelity.epochs == 1);
      first.insert(*rows[row].values.at(0));
    }
    for (int row = 9; row < 13; ++row) CHECK(rows[row].continues);
    std::multiset<double> second;
    for (int row = 9; row < 12; ++row) second.insert(*rows[row].values.at(0));
    CHECK(std::equal(second.rbegin(), second.rend(), first.rbegin()));
    CHECK(*rows[12].values.at(0) == *second.rbegin());
  }
}

TEST_CASE("DEHB's uniform points make every value of a choice equally likely") {
  std::map<int, int> counts;
  constexpr int kRuns = 2000;
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    for (const TraceRow& row : run_searcher("dehb", kSpace, kOracle, {Budget::Unit::evaluations, 9}, seed)) {
      ++counts[row.arch[2]];
    }
  }
  for (int value = 0; value < 4; ++value) CHECK(counts[value] == Approx(kRuns * 9 / 4.0).margin(5 * 58));
}

TEST_CASE("Once its populations are full, DEHB without differences makes no value that nobody had before") {
  constexpr int kFull = 2;  // brackets, after which every population has its members
  const auto rows = run_searcher("dehb(mutation_factor=0)", kSpace, kOracle, {Budget::Unit::evaluations, 200}, 1);
  std::set<std::pair<std::size_t, int>> values;  // (choice, value)
  int followers = 0;
  for (const TraceRow& row : rows) {
    for (std::size_t choice = 0; choice < row.arch.size(); ++choice) {
      if (row.tag > kFull) CHECK(values.contains({choice, row.arch[choice]}));
      values.insert({choice, row.arch[choice]});
    }
    followers += row.tag > kFull ? 1 : 0;
  }
  CHECK(followers > 150);
}

TEST_CASE("DEHB finds the best of a small space") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto rows = run_searcher("dehb", kSpace, kOracle, {Budget::Unit::evaluations, 300}, seed);
    CHECK(incumbent_of(rows) == Architecture{1, 2, 3});
  }
}
