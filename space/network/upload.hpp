#pragma once

#include <ATen/core/Tensor.h>

namespace cellar::network {

// A tensor with the type and device of `options`; what they leave open stays as it is. From the host to a CUDA device
// it goes by pinned memory, so that the host does not wait: neither for the copy nor for what the device still has to
// do before it. LibTorch keeps the pinned memory until the copy is done. `options` without requires_grad.
at::Tensor upload(const at::Tensor& tensor, const at::TensorOptions& options);

}  // namespace cellar::network
