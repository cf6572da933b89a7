#pragma once

#include "searchers/oneshot/search_context.hpp"

namespace cellar::oneshot {

// Of an epoch: losses, means over its steps, and the top-1 accuracy of the architecture's passes, over their images
// [%]. NaN is what is not computed: the loss where no such pass is made, the accuracy where the method does not ask for
// it.
struct EpochMeans {
  double weight_loss = 0, alpha_loss = 0;
  double alpha_accuracy = 0;
};

// Trains weights and architecture parameters for an epoch; Stopped if it is to stop in between. An Error where a loss
// is no number. At most one value a step is waited for: architecture parameters that something is drawn from, or the
// length of a gradient of the second order.
EpochMeans train_epoch(const SearchContext& context);

}  // namespace cellar::oneshot
