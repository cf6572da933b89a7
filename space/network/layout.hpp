#pragma once

#include <ATen/Context.h>
#include <ATen/core/Tensor.h>

namespace cellar::network {

// Whether a network computes on channels-last maps: on CPU, where oneDNN's convolutions are fastest on them. Without
// oneDNN it does not, and rounds as the original does (checks/comparison.hpp: ReferenceKernels).
inline bool computes_channels_last(const at::Tensor& x) {
  return x.device().is_cpu() && at::globalContext().userEnabledMkldnn();
}

}  // namespace cellar::network
