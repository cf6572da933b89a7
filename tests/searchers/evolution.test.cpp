#include "searchers/evolution.hpp"

#include <algorithm>
#include <deque>

#include "tests/catch.hpp"
#include "tests/core/differences.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

TEST_CASE("After the random beginning every child is one mutation away from a member that is alive") {
  const Embedded embedded("cifar100");
  const auto rows = run_searcher("evolution(population=5,sample=2)", embedded.space, embedded.oracle,
                                 {Budget::Unit::evaluations, 300}, 1);
  std::deque<Architecture> alive;
  for (const TraceRow& row : rows) {
    if (row.trial >= 5) {
      bool related = false;
      for (const Architecture& member : alive) related = related || differences(member, row.arch) == 1;
      CHECK(related);
    }
    alive.push_back(row.arch);
    if (alive.size() > 5) alive.pop_front();
  }
}

TEST_CASE("With the whole population sampled often, children come from its best member") {
  const Embedded embedded("cifar100");
  const auto rows = run_searcher("evolution(population=3,sample=1000)", embedded.space, embedded.oracle,
                                 {Budget::Unit::evaluations, 100}, 2);
  for (std::size_t i = 3; i < rows.size(); ++i) {
    double best = 0;
    for (std::size_t j = i - 3; j < i; ++j) best = std::max(best, *rows[j].values.at(0));
    bool from_best = false;  // one of equally good ones
    for (std::size_t j = i - 3; j < i; ++j) {
      from_best = from_best || (*rows[j].values.at(0) == best && differences(rows[j].arch, rows[i].arch) == 1);
    }
    CHECK(from_best);
  }
}

TEST_CASE("Failed trials take their place in the population and are never preferred") {
  const ToySpace space;
  const ToyOracle oracle([](const Architecture& arch, Fidelity, int, std::uint64_t) {
    Measurement measured{50.0 + arch[2], 1.0};
    if (arch[0] == 1) measured.values = Values();
    return measured;
  });
  const auto rows =
      run_searcher("evolution(population=4,sample=100)", space, oracle, {Budget::Unit::evaluations, 200}, 3);
  REQUIRE(rows.size() == 200);
  for (std::size_t i = 4; i < rows.size(); ++i) {
    std::vector<Architecture> sound;
    for (std::size_t j = i - 4; j < i; ++j) {
      if (rows[j].values.at(0)) sound.push_back(rows[j].arch);
    }
    if (sound.empty()) continue;
    bool from_sound = false;
    for (const Architecture& member : sound) from_sound = from_sound || differences(member, rows[i].arch) == 1;
    CHECK(from_sound);
  }
}
