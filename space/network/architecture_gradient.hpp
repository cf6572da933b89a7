#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace cellar::network {

// As loss.backward(), but only for the architecture parameters; gradients of weights are not computed.
//
// The original computes them in its architecture step, too. Nothing reads them before they become zero, but from then
// on weights that had none are trained with a gradient of zero (see Sgd). So `reached`, the parameters that the pass
// was made of (Supernet::reached), get zeros where they have no gradient.
void architecture_gradient(const at::Tensor& loss, const at::Tensor& alphas, const std::vector<at::Tensor>& reached);

}  // namespace cellar::network
