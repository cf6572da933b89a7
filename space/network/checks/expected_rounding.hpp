#pragma once

#include <ATen/core/Tensor.h>

#include "space/network/checks/vanishing_gradients.hpp"

namespace cellar::network {

// How large, in absolute terms, rounding may be in what a pass computes, beyond what its values' magnitudes explain.
//
// Where a node of a cell does not depend on the images, for no way without `none` leads to it, or where drop path takes
// a layer from all images, what reaches a batch normalisation is a constant of a channel, and rounding (oneshot.md T15,
// T16). The constant is subtracted, and rounding becomes 316 times as large, divided by the square root of epsilon; the
// next convolution's normalisation does it again, and the head's. Gradients that come back this way are enlarged alike,
// and added up over all pixels.
struct ExpectedRounding {
  double answers = 0;     // of features, logits, losses
  double constants = 0;   // of the gradients of convolutions whose input is a constant
  WeightNames vanishing;  // weights whose gradients are zero in exact arithmetic
  WeightNames constant;   // those of convolutions whose input is a constant

  // Of a weight's gradient; `vanished`: of those that vanish.
  double of_gradient(const std::string& name, double vanished) const;
};

// `images`: [N, 3, H, W], those of the pass.
ExpectedRounding expected_rounding(const Weights& weights, const PassStructure& structure, const at::Tensor& images);

}  // namespace cellar::network
