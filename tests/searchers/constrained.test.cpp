#include <algorithm>

#include "tests/catch.hpp"
#include "tests/conformance/constrained_space.hpp"
#include "tests/conformance/synthetic_oracle.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

struct Tried {
  double mean = 0, squared_error = 0;  // of the best value seen in a run
  double repaired = 0;                 // the share of proposals
};

Tried tried(const std::string& searcher, const SearchSpace& space, const Oracle& oracle, int runs, double evaluations) {
  double sum = 0, squares = 0, repaired = 0, asked = 0;
  for (int seed = 0; seed < runs; ++seed) {
    double best = 0;
    const Budget budget{Budget::Unit::epochs, 12 * evaluations};
    for (const TraceRow& row : run_searcher(searcher, space, oracle, budget, static_cast<std::uint64_t>(seed))) {
      REQUIRE(space.valid(row.arch));
      if (row.fidelity.epochs == 12) best = std::max(best, row.values.at(0).value());
      repaired += row.status == TraceRow::Status::repaired ? 1 : 0;
      ++asked;
    }
    sum += best;
    squares += best * best;
  }
  const double mean = sum / runs;
  return {mean, std::max(0.0, squares / runs - mean * mean) / (runs - 1), repaired / asked};
}

}  // namespace

// One encoding of eight is valid there.
TEST_CASE("In a space of graphs few proposals need a repair, and searchers beat random search there", "[many runs]") {
  const conformance::GraphSpace space;
  const conformance::SyntheticOracle oracle(space);
  const SearcherRegistry registry = builtin_searchers();
  constexpr int kRuns = 60;
  constexpr double kEvaluations = 60;
  const Tried chance = tried("random", space, oracle, kRuns, kEvaluations);
  CHECK(chance.repaired == 0);
  for (const auto& entry : registry.entries()) {
    if (entry->name == "random" || entry->name == "bananas") continue;
    const Tried own = tried(entry->name, space, oracle, kRuns, kEvaluations);
    const double error = std::sqrt(own.squared_error + chance.squared_error);
    CAPTURE(entry->name, own.mean, chance.mean, error, own.repaired);
    CHECK(own.repaired < 0.5);
    CHECK(own.mean > chance.mean + 2 * error);
  }
}

TEST_CASE("Where encodings are equivalent, searchers that ask nothing twice ask no architecture twice") {
  const conformance::UnorderedSpace space;
  const conformance::SyntheticOracle oracle(space);
  for (const char* const searcher : {"local-search", "predictor", "gp"}) {
    const auto rows = run_searcher(searcher, space, oracle, {Budget::Unit::evaluations, 56}, 1);
    std::vector<std::uint64_t> indices;
    for (const TraceRow& row : rows) indices.push_back(space.index(row.arch));
    std::sort(indices.begin(), indices.end());
    CAPTURE(searcher);
    CHECK(rows.size() == 56);
    CHECK(std::unique(indices.begin(), indices.end()) == indices.end());
  }
}
