#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace cellar::network {

// The numbers of a small tensor on the host, in the order of its elements: one transfer for all of them.
std::vector<double> host_values(const at::Tensor& tensor);

}  // namespace cellar::network
