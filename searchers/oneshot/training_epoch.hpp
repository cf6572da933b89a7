#pragma once

#include "searchers/oneshot/search_context.hpp"

namespace cellar::oneshot {

// Means over the steps of an epoch, cross entropy.
struct EpochLosses {
  double weights = 0, alphas = 0;
};

// Trains weights and architecture parameters for an epoch; Stopped if it is to stop in between. An Error where a loss
// is no number. At most one value a step is waited for: architecture parameters that something is drawn from, or the
// length of a gradient of the second order.
EpochLosses train_epoch(const SearchContext& context);

}  // namespace cellar::oneshot
