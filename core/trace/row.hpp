#pragma once

#include <optional>
#include <vector>

#include "core/architecture.hpp"
#include "core/objective.hpp"
#include "core/oracle.hpp"

namespace cellar {

// One row of a trace: what happened in one trial, written when it ended. Facts only; figures are derived later.
struct TraceRow {
  enum class Status {
    ok,
    failed,    // the training failed: no values, its cost is charged
    worked,    // the searcher trained by itself, no architecture was asked
    repeated,  // answered with what an earlier trial had been answered
    repaired,  // the searcher's proposal was not valid, and the nearest that is was asked instead
    timed_out  // broken off after too long: no values
  };

  int trial = 0;
  Status status = Status::ok;
  int worker = 0;  // the simulated worker, from 0
  double start_seconds = 0;
  double end_seconds = 0;
  Architecture arch;
  Fidelity fidelity;
  std::optional<int> continues;
  Values values;  // as they are, whether an objective is to be large or small
  double cost_seconds = 0;
  std::optional<Architecture> recommended;  // the searcher's own choice, where it makes one
  int tag = 0;
  std::vector<double> extra;  // the columns that the searcher declares; NaN (written as nothing): no value

  bool asked() const { return status != Status::worked; }
};

// Where the run loop puts its rows.
class TraceSink {
 public:
  virtual ~TraceSink() = default;
  virtual void row(const TraceRow& row) = 0;
};

// Keeps the rows in memory.
class TraceRows : public TraceSink {
 public:
  void row(const TraceRow& row) override { rows.push_back(row); }

  std::vector<TraceRow> rows;
};

}  // namespace cellar
