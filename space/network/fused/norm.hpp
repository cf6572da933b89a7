#pragma once

#include "space/network/fused/cell_call.hpp"

namespace cellar::network::fused {

// Mean and biased variance of each channel of a map.
struct Moments {
  std::vector<double> mean, variance;
  double count = 0;  // of pixels
};
// Accumulated in double; the same for any number of threads. `y`: channels-last.
Moments moments(const at::Tensor& y);

// What a batch normalisation that keeps running statistics learns of a batch: as BatchNorm's, in place.
// `first`: of the layer's channels among those of `moments`.
void track(const ConvNormTensors& layer, const Moments& moments, std::int64_t first);

// By the batch, which `moments` are of, or by running statistics where these are undefined (null).
NormState norm_state(const ConvNormTensors& layer, const Moments* moments, std::int64_t first);

}  // namespace cellar::network::fused
