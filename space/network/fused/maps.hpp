#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "space/network/fused/kernels.hpp"

namespace cellar::network::fused {

inline at::Tensor channels_last(const at::Tensor& x) { return x.contiguous(at::MemoryFormat::ChannelsLast); }

// Uninitialised, channels-last.
inline at::Tensor new_map(at::IntArrayRef sizes, const at::Tensor& like) {
  return at::empty(sizes, like.options().memory_format(at::MemoryFormat::ChannelsLast));
}
inline at::Tensor new_map(const at::Tensor& like) { return new_map(like.sizes(), like); }

inline ImageShape image_shape(const at::Tensor& x) { return {x.size(2), x.size(3), x.size(1)}; }

// The weights of several convolutions as those of one.
inline at::Tensor joined(const std::vector<at::Tensor>& weights) {
  return weights.size() == 1 ? weights[0] : at::cat(weights, 0);
}

}  // namespace cellar::network::fused
