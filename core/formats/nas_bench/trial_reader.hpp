#pragma once

#include <string>

#include "core/formats/pickle/value.hpp"
#include "core/table/records/cell_record.hpp"

namespace cellar {

// Reads a trial from the state that the original pickled of its ResultsCount (NATS-Bench, nats_bench/api_utils.py).
// `schedule` is the number of epochs that it must have, `arch` the cell that it must be of. An Error says what is
// missing or impossible.
TrialRecord read_trial(const PickleValue& state, const std::string& dataset, int seed, int schedule,
                       std::string_view arch);

}  // namespace cellar
