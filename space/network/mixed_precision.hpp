#pragma once

#include <c10/core/Device.h>

namespace cellar::network {

// While it lives, and if it is `on`, convolutions and linear layers compute in bfloat16, by LibTorch's autocast;
// weights, their gradients and losses stay in float32. bfloat16 has float32's range, so that losses need no scaling.
class MixedPrecision {
 public:
  MixedPrecision(bool on, at::Device device);
  ~MixedPrecision();
  MixedPrecision(const MixedPrecision&) = delete;
  MixedPrecision& operator=(const MixedPrecision&) = delete;

 private:
  bool on_;
  c10::DeviceType device_;
};

}  // namespace cellar::network
