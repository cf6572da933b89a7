#include "searchers/local_search.hpp"

#include <algorithm>
#include <set>

#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

TEST_CASE("Local search asks nothing twice and ends when it knows the whole space") {
  const ToySpace space;
  const ToyOracle oracle([](const Architecture& arch, Fidelity, int, std::uint64_t) {
    return Measurement{10.0 * arch[0] + arch[1] + arch[2], 1.0};
  });
  for (const int workers : {1, 4, 16}) {
    const auto rows = run_searcher("local-search", space, oracle, {}, 1, workers);
    std::set<Architecture> seen;
    for (const TraceRow& row : rows) seen.insert(row.arch);
    CHECK(rows.size() == 24);
    CHECK(seen.size() == 24);
  }
}

TEST_CASE("Each climb moves to the first neighbour that is better and stops where none is") {
  const Embedded embedded("cifar100");
  const auto rows = run_searcher("local-search", embedded.space, embedded.oracle, {Budget::Unit::evaluations, 500}, 4);
  std::set<Architecture> seen;
  const TraceRow* place = nullptr;
  for (const TraceRow& row : rows) {
    const bool restarted = place == nullptr || row.tag != place->tag;
    if (!restarted) {
      const auto around = embedded.space.neighbours(place->arch);
      CHECK(std::find(around.begin(), around.end(), row.arch) != around.end());
    } else if (place != nullptr) {
      for (const Architecture& near : embedded.space.neighbours(place->arch)) CHECK(seen.contains(near));
    }
    seen.insert(row.arch);
    if (restarted || *row.values.at(0) > *place->values.at(0)) place = &row;
  }
  CHECK(rows.back().tag > 2);
  CHECK(seen.size() == rows.size());
}
