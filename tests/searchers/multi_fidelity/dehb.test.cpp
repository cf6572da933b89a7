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
      first.insert(*rows[row].observed);
    }
    for (int row = 9; row < 13; ++row) CHECK(rows[row].continues);
    std::multiset<double> second;
    for (int row = 9; row < 12; ++row) second.insert(*rows[row].observed);
    CHECK(std::equal(second.rbegin(), second.rend(), first.rbegin()));
    CHECK(*rows[12].observed == *second.rbegin());
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

TEST_CASE("DEHB without mutation and crossover asks again for members, except one component of each") {
  const auto rows =
      run_searcher("dehb(mutation_factor=0,crossover=0)", kSpace, kOracle, {Budget::Unit::evaluations, 200}, 1);
  std::set<Architecture> beginners;
  for (const TraceRow& row : rows) {
    if (row.tag == 0) {
      beginners.insert(row.arch);
      continue;
    }
    for (std::size_t choice = 0; choice < row.arch.size(); ++choice) {  // no value that nobody had
      bool known = false;
      for (const Architecture& arch : beginners) known = known || arch[choice] == row.arch[choice];
      if (row.tag > 2) CHECK(known);
    }
    if (row.tag <= 2) beginners.insert(row.arch);
  }
}

TEST_CASE("DEHB finds the best of a small space") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto rows = run_searcher("dehb", kSpace, kOracle, {Budget::Unit::evaluations, 300}, seed);
    CHECK(rows.back().incumbent == Architecture{1, 2, 3});
  }
}
