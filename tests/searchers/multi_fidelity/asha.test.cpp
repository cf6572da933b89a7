#include "searchers/multi_fidelity/asha.hpp"

#include <cmath>
#include <map>

#include "core/table/ground_truth.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

struct Found {
  double mean = 0, squared_error = 0;  // of the best 12-epoch accuracy [%]
};

Found best_observed(const std::string& searcher, int workers, double budget) {
  constexpr int kRuns = 200;
  const Embedded embedded("cifar100");
  double sum = 0;
  double squares = 0;
  for (int seed = 0; seed < kRuns; ++seed) {
    double best = 0;
    for (const TraceRow& row : run_searcher(searcher, embedded.space, embedded.modelled, seconds(budget),
                                            static_cast<std::uint64_t>(seed), workers)) {
      if (row.end_seconds <= budget && row.fidelity.epochs == 12) best = std::max(best, *row.values.at(0));
    }
    sum += best;
    squares += best * best;
  }
  const double mean = sum / kRuns;
  return {mean, (squares / kRuns - mean * mean) / (kRuns - 1)};
}

}  // namespace

TEST_CASE("A promotion is of the best third of its rung, once, to the next number of epochs") {
  const Embedded embedded("cifar100");
  for (const int workers : {1, 4, 16}) {
    const auto rows = run_searcher("asha(continue=on)", embedded.space, embedded.modelled,
                                   {Budget::Unit::evaluations, 600}, 1, workers);
    std::map<int, const TraceRow*> by_trial;
    std::map<int, int> promoted;
    for (const TraceRow& row : rows) by_trial[row.trial] = &row;
    for (const TraceRow& row : rows) {
      if (!row.continues) {
        CHECK(row.fidelity.epochs == 1);
        continue;
      }
      const TraceRow& earlier = *by_trial.at(*row.continues);
      CHECK(++promoted[*row.continues] == 1);
      CHECK(earlier.arch == row.arch);
      CHECK(earlier.fidelity.epochs == (row.fidelity.epochs == 12 ? 4 : 1));
      CHECK(earlier.end_seconds <= row.start_seconds);
      int told = 0;
      int better = 0;
      for (const TraceRow& other : rows) {
        if (other.fidelity != earlier.fidelity || other.end_seconds > row.start_seconds) continue;
        ++told;
        better += *other.values.at(0) > *earlier.values.at(0) ? 1 : 0;
      }
      CHECK(better < told / 3);
    }
    CHECK(promoted.size() > 100);
  }
}

TEST_CASE("With 4 and 16 workers ASHA finds better ones than Hyperband in the same time") {
  for (const int workers : {4, 16}) {
    const double budget = 40'000.0 / workers;
    const Found asha = best_observed("asha", workers, budget);
    const Found hyperband = best_observed("hyperband", workers, budget);
    INFO(workers << " workers: asha " << asha.mean << " hyperband " << hyperband.mean);
    CHECK(asha.mean - hyperband.mean > 2 * std::sqrt(asha.squared_error + hyperband.squared_error));
  }
}
