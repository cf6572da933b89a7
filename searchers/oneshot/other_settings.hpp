#pragma once

#include <string>

#include "core/formats/search_checkpoint/search_checkpoint.hpp"
#include "searchers/oneshot/search_plan.hpp"

namespace cellar::oneshot {

// The settings that a checkpoint says it was searched with and that this search has otherwise, under the names of its
// options, in a line: "rate=0.025 instead of 0.05, nesterov=off instead of on". Empty: there are none. Epochs count if
// the checkpoint's are not over. Of batches, a checkpoint says nothing.
std::string other_settings(const SearchCheckpoint& checkpoint, const SearchPlan& plan);

}  // namespace cellar::oneshot
