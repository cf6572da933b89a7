#include "searchers/model_based/tpe.hpp"

#include <set>

#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

TEST_CASE("TPE begins at random, then proposes what it has not asked") {
  const Embedded embedded("cifar100");
  const auto rows =
      run_searcher("tpe(startup=30)", embedded.space, embedded.oracle, {Budget::Unit::evaluations, 200}, 1, 4);
  std::set<Architecture> seen;
  for (const TraceRow& row : rows) {
    if (row.trial >= 34) CHECK(!seen.contains(row.arch));  // those that ended later were asked before
    seen.insert(row.arch);
  }
}

TEST_CASE("TPE finds the best of a small space and goes on when nothing is left") {
  const ToySpace space;
  const ToyOracle oracle([](const Architecture& arch, Fidelity, int, std::uint64_t) {
    return Measurement{10.0 * arch[0] + 3.0 * arch[1] + arch[2], 1.0};
  });
  const auto rows = run_searcher("tpe(startup=8)", space, oracle, {Budget::Unit::evaluations, 100}, 1);
  REQUIRE(rows.size() == 100);
  CHECK(incumbent_of(rows) == Architecture{1, 2, 3});
}
