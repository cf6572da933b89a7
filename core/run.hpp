#pragma once

#include <span>
#include <stop_token>

#include "core/run_loop.hpp"

namespace cellar {

// Runs a searcher to the end of its budget, each evaluation measured by the oracle as soon as it is asked for. `done`
// as in RunLoop::resume_after.
RunEnd run(Searcher& searcher, const Oracle& oracle, const Problem& problem, std::uint64_t seed, TraceSink& trace,
           const std::stop_token& stop = {}, std::span<const TraceRow> done = {});

}  // namespace cellar
