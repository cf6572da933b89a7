#pragma once

#include "searchers/oneshot/pass_mode.hpp"
#include "space/network/weights.hpp"

namespace cellar::oneshot {

// Gives zeros as gradient to every weight that a backward pass in this mode reaches and that has none yet. A step of
// the architecture parameters does not need the gradients of the weights, so they are not computed; but once a backward
// pass has reached a weight, decay and momentum act on it in every later step (network::Sgd).
void mark_reached(const network::Weights& weights, const at::Tensor& alphas, const PassMode& mode);

}  // namespace cellar::oneshot
