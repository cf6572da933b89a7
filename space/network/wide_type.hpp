#pragma once

#include <ATen/core/Tensor.h>

namespace cellar::network {

// The type that sums of a tensor are added up in on its device: float64, but for Apple's devices, which have none.
inline at::ScalarType wide_type(const at::Tensor& tensor) { return tensor.is_mps() ? at::kFloat : at::kDouble; }

}  // namespace cellar::network
