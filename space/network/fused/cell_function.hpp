#pragma once

#include "space/network/fused/cell_call.hpp"

namespace cellar::network::fused {

// Whether a cell can be evaluated for such an input: float32 and float64 where maps are channels-last.
bool can_evaluate(const at::Tensor& x);

// A search cell as one function of autograd: every source's ReLU and mean of 3x3 once, its convolutions of a size as
// one, and what follows them in one pass over the image. It is what SearchCell computes operation by operation.
// Only gradients of the first order: a backward pass that is to be differentiated again is refused.
at::Tensor evaluate(const at::Tensor& x, const CellCall& call);

}  // namespace cellar::network::fused
