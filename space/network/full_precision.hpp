#pragma once

#include <c10/core/Device.h>

namespace cellar::network {

// From now on float32 is computed as such on CUDA devices, and convolutions add up in the same order every time:
// LibTorch rounds what they read to TF32, ten bits, unless told otherwise. For the whole process; nothing where
// `device` is another. For numbers that are compared with those of other devices.
void use_full_precision(at::Device device);

// While it lives; then as before.
class FullPrecision {
 public:
  explicit FullPrecision(at::Device device);
  ~FullPrecision();
  FullPrecision(const FullPrecision&) = delete;
  FullPrecision& operator=(const FullPrecision&) = delete;

 private:
  bool convolutions_, products_, deterministic_;  // as they were
};

}  // namespace cellar::network
