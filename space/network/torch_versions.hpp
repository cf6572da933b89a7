#pragma once

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include <vector>

// What LibTorch's versions spell otherwise, from 1.13 on; nothing else here asks for a version.
#define CELLAR_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace cellar::network {

// Whether convolutions and linear layers on a device compute in `type` from now on, on this thread.
inline void set_autocast(at::DeviceType device, bool on, at::ScalarType type) {
#if CELLAR_TORCH_AT_LEAST(2, 4)
  at::autocast::set_autocast_dtype(device, type);
  at::autocast::set_autocast_enabled(device, on);
#else
  if (device == at::kCPU) {
    at::autocast::set_autocast_cpu_dtype(type);
    at::autocast::set_cpu_enabled(on);
  } else {
    at::autocast::set_autocast_gpu_dtype(type);
    at::autocast::set_enabled(on);
  }
#endif
}

// Multiplies tensors by one without dimensions, in place; from 2.1 on in few kernels on CUDA.
inline void multiply_all(const std::vector<at::Tensor>& tensors, const at::Tensor& factor) {
#if CELLAR_TORCH_AT_LEAST(2, 1)
  if (!tensors.empty()) at::_foreach_mul_(tensors, factor);
#else
  for (const at::Tensor& tensor : tensors) tensor.mul_(factor);
#endif
}

// LibTorch's own optimisers, all parameters in one kernel, whose learning rate is read on the device: for a step of
// Sgd and of Adam (sgd.hpp, adam.hpp). `rate` is a tensor without dimensions on the device of the parameters; `steps`
// count the steps that are made, this one included. They are for CUDA alone, and from 2.4 on.
struct FusedUpdate {
  std::vector<at::Tensor> parameters, gradients;
  at::Tensor rate;
  double weight_decay = 0;
};

#if CELLAR_TORCH_AT_LEAST(2, 4)
inline constexpr bool kHasFusedUpdates = true;
inline void fused_sgd(const FusedUpdate& update, const std::vector<at::Tensor>& momenta, double momentum,
                      bool nesterov) {
  at::_fused_sgd_(update.parameters, update.gradients, momenta, update.weight_decay, momentum, update.rate,
                  /*dampening=*/0, nesterov, /*maximize=*/false, /*is_first_step=*/false);
}
inline void fused_adam(const FusedUpdate& update, const std::vector<at::Tensor>& m, const std::vector<at::Tensor>& v,
                       const std::vector<at::Tensor>& steps, double beta1, double beta2, double epsilon) {
  at::_fused_adam_(update.parameters, update.gradients, m, v, /*max_exp_avg_sqs=*/{}, steps, update.rate, beta1, beta2,
                   update.weight_decay, epsilon, /*amsgrad=*/false, /*maximize=*/false);
}
#else
inline constexpr bool kHasFusedUpdates = false;
inline void fused_sgd(const FusedUpdate&, const std::vector<at::Tensor>&, double, bool) {}
inline void fused_adam(const FusedUpdate&, const std::vector<at::Tensor>&, const std::vector<at::Tensor>&,
                       const std::vector<at::Tensor>&, double, double, double) {}
#endif

}  // namespace cellar::network
