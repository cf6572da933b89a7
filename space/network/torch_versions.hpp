#pragma once

#include <ATen/autocast_mode.h>
#include <torch/version.h>

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

}  // namespace cellar::network
