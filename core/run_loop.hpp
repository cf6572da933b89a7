#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>

#include "core/oracle.hpp"
#include "core/searcher.hpp"
#include "core/trace/row.hpp"

namespace cellar {

enum class RunEnd {
  budget,
  finished,   // the searcher says so
  exhausted,  // nothing of the space is left that was not evaluated in full (Problem::ends_when_exhausted)
  stopped
};

// Raised with every change of what the loop below does: it is a setting of every run.
inline constexpr int kLoopBehaviour = 1;

// One evaluation that a run wants to have measured, and what Oracle::measure takes beside it.
struct Asked {
  int trial = 0;
  const Evaluate& evaluate;  // the run's own, until next() is called after this trial was answered
  int from_epochs = 0;
  std::uint64_t draw = 0;
};

// One searcher on its way to the end of its budget: the only loop there is, in steps, so that the answers may come from
// anywhere. It owns the simulated clock, the workers (a searcher is asked while trials are pending) and the trace.
//  - A budget in seconds is the makespan. A trial started before the budget ran out is finished and recorded at its
//    true end, as in NATS-Bench (its last evaluation overshoots).
//  - Trials are numbered in the order of next(); they are told, and their rows written, in order of end time, equal
//    times in order of number. The lowest idle worker gets the next trial. So nothing is told before all that is under
//    way has been answered, in whatever order.
//  - `seed` derives what the oracle draws for each trial; a continued trial inherits the draw of the one it continues.
//  - A searcher that asks for what does not exist gets a SearcherFault; so does one that keeps the clock standing for a
//    million requests on end under a budget in seconds.
class RunLoop {
 public:
  // All of them must outlive it.
  RunLoop(Searcher& searcher, const Problem& problem, std::uint64_t seed, TraceSink& trace);
  ~RunLoop();

  // Goes on after the rows that a run with one worker has behind it, for a searcher that has loaded its state after the
  // last of them. They are not written again.
  void resume_after(std::span<const TraceRow> done);

  // What is to be measured next. None: answers are awaited, or the run is over.
  std::optional<Asked> next(const std::stop_token& stop = {});
  // What was measured for a trial that next() gave out.
  void answer(int trial, const Measurement& measured);

  // None while the run goes on.
  std::optional<RunEnd> end() const;
  // The trial that the searcher is asked for next: how many were numbered.
  int trials() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace cellar
