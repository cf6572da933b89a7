#pragma once

#include "space/network/checks/comparison.hpp"

namespace cellar::oneshot {

// "search_eval/…": what is done after an epoch: which cells are candidates, how each does on a batch, which is best,
// and how the supernet does on all validation batches.
network::Comparison check_search_evaluation(const network::RecordedCase& recorded);

}  // namespace cellar::oneshot
