#pragma once

#include <vector>

#include "tests/conformance/conformance.hpp"

namespace cellar::conformance {

// What a searcher must keep that trains by itself (Worked) and goes on from the state that it saved
// (Continuation::state), tried in one setting: a valid recommendation after each step and an end, determinism, the same
// rows and the same saved bytes from any prefix, other numbers of threads that prepare data, being stopped within
// a step, more than one worker refused. One that has a column `weight_loss` must bring it down.
//
// A space that it refuses with an Error has that as its only finding. The setting's budget is for a searcher that does
// not end by itself.
std::vector<Finding> try_training_promises(const ConfiguredSearcher& searcher, const Setting& setting);

}  // namespace cellar::conformance
