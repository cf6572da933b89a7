#pragma once

#include <ATen/core/Tensor.h>

#include "space/network/data/host_batch.hpp"

namespace cellar::network {

// What ImageTransform does, on any device: its values to the bit, since both look them up in the same table. The host
// waits for nothing of it.
class DeviceTransform {
 public:
  DeviceTransform(const ImageTransform& transform, at::Device device);

  // `batch`: of bytes, on the device. Returns [N, 3, H, W], float32.
  at::Tensor operator()(const HostBatch& batch) const;

 private:
  at::Tensor table_;  // [768], float32: of 256 bytes in the first channel, in the second, in the third
};

}  // namespace cellar::network
