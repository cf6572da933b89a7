#include "space/network/upload.hpp"

#include <ATen/ATen.h>

namespace cellar::network {

at::Tensor upload(const at::Tensor& tensor, const at::TensorOptions& options) {
  if (!tensor.is_cpu() || !options.device().is_cuda()) return tensor.to(options);
  const at::Tensor converted = tensor.to(options.device(at::kCPU));
  return converted.pin_memory().to(options, /*non_blocking=*/true);
}

}  // namespace cellar::network
