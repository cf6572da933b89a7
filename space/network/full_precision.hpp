#pragma once

#include <c10/core/Device.h>

namespace cellar::network {

// From now on float32 is computed as such on CUDA devices, and convolutions add up in the same order every time:
// LibTorch rounds what they read to TF32, ten bits, unless told otherwise. For the whole process; nothing where
// `device` is another. For numbers that are compared with those of other devices.
void use_full_precision(at::Device device);

// Whether CUDA may round what float32's convolutions and products read to TF32; for the whole process.
void allow_tensor_float(bool allowed);

// From now on, for the whole process, LibTorch adds up in the same order every time, where it has a way to; where it
// has none, it says so on the standard error stream, once for each operation.
void use_deterministic_sums();

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
