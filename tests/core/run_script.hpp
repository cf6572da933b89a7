#pragma once

#include <vector>

#include "core/run.hpp"
#include "tests/core/toy.hpp"

namespace cellar::test {

// Choice 0 is the accuracy / 10, choice 2 the seconds - 1; choice 1 = 2 fails.
inline const ToyOracle kOracle([](const Architecture& arch, Fidelity, int, std::uint64_t) {
  Measurement measured{10.0 * arch[0], 1.0 + arch[2]};
  if (arch[1] == 2) measured.values = Values();
  return measured;
});

struct Ran {
  std::vector<TraceRow> rows;
  RunEnd end;
};

inline Ran run_script(Searcher& searcher, Budget budget, int workers = 1, const Oracle& oracle = kOracle) {
  const ToySpace space;
  const Problem problem{space, "toy", oracle.objectives(), oracle.fidelities(), budget, workers};
  TraceRows trace;
  const RunEnd end = run(searcher, oracle, problem, 7, trace);
  return {trace.rows, end};
}

inline std::vector<int> numbers(const std::vector<TraceRow>& rows) {
  std::vector<int> all;
  for (const TraceRow& row : rows) all.push_back(row.trial);
  return all;
}

}  // namespace cellar::test
