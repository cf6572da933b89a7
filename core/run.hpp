#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "core/oracle.hpp"
#include "core/searcher.hpp"
#include "core/trace.hpp"

namespace cellar {

enum class RunEnd { budget, finished, stopped };

// Runs one searcher to the end of its budget: the only loop there is. It owns the simulated clock, the workers (a
// searcher is asked while trials are pending), the incumbent and the trace.
//  - A budget in seconds is the makespan. A trial started before the budget ran out is finished and recorded at its
//    true end, as in NATS-Bench (its last evaluation overshoots).
//  - Trials are numbered in the order of next(); they are told, and their rows written, in order of end time, equal
//    times in order of number. The lowest idle worker gets the next trial.
//  - `seed` derives what the oracle draws for each trial; a continued trial inherits the draw of the one it continues.
//  - A searcher that asks for what does not exist gets a ContractError; so does one that keeps the clock standing for a
//    million requests on end under a budget in seconds.
//  - `done`: the rows that a run with one worker has behind it, for a searcher that has loaded its state after the last
//    of them. They are not written again.
RunEnd run(Searcher& searcher, const Oracle& oracle, const Problem& problem, std::uint64_t seed, TraceSink& trace,
           const std::stop_token& stop = {}, std::span<const TraceRow> done = {});

}  // namespace cellar
