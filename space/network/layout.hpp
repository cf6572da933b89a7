#pragma once

#include <ATen/Context.h>
#include <ATen/core/Tensor.h>

namespace cellar::network {

// Whether a network computes on channels-last maps with oneDNN: on CPU, where its convolutions are fastest on them.
// Without oneDNN it does not, and rounds as the original does (checks/comparison.hpp: ReferenceKernels).
inline bool computes_channels_last(const at::Tensor& x) {
  return x.device().is_cpu() && at::globalContext().userEnabledMkldnn();
}

// The layout of a network's maps. On CUDA they are channels-last where tensor cores compute convolutions, which read no
// other: in bfloat16, and in float32 that is rounded to TF32.
inline at::MemoryFormat map_layout(const at::Tensor& images, bool bfloat16) {
  const bool on_tensor_cores =
      images.is_cuda() && (bfloat16 || (images.scalar_type() == at::kFloat && at::globalContext().allowTF32CuDNN()));
  return on_tensor_cores || computes_channels_last(images) ? at::MemoryFormat::ChannelsLast
                                                           : at::MemoryFormat::Contiguous;
}

}  // namespace cellar::network
