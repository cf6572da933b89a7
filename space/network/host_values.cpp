#include "space/network/host_values.hpp"

#include <ATen/ATen.h>

namespace cellar::network {

std::vector<double> host_values(const at::Tensor& tensor) {
  at::Tensor host = tensor.detach().cpu().contiguous();
  if (host.scalar_type() == at::kFloat) {
    const float* first = host.data_ptr<float>();
    return {first, first + host.numel()};
  }
  if (host.scalar_type() != at::kDouble) host = host.to(at::kDouble);
  const double* first = host.data_ptr<double>();
  return {first, first + host.numel()};
}

}  // namespace cellar::network
