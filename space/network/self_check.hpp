#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <string>

#include "space/network/saved_tensors.hpp"

namespace cellar::network {

// Checks, once for a device in a process and in some hundredths of a second, that LibTorch computes right gradients on
// it: those of a small supernet in float32, on the path that searches take, beside those in float64 on the CPU,
// operation by operation. There are versions that do not: LibTorch 2.6 with oneDNN 3.7.2 on processors with AVX-512
// answers with right logits and wrong gradients. Whoever trains on gradients calls it first, once the number of threads
// is set. An Error names the version and says what helps.
void require_right_gradients(at::Device device = at::kCPU);

// The gradient that is farthest off.
struct GradientDeviation {
  std::string name;
  double share = 0;  // the norm of the difference over that of the right gradient
};

// Of gradients of the same names in the same order. A gradient that is zero in exact arithmetic, as that of a bias
// before batch normalisation is, is rounding alone: a thousandth of the largest norm counts as its own.
GradientDeviation largest_deviation(const NamedTensors& computed, const NamedTensors& right);

// An Error if they are farther apart than rounding explains.
void require_equal_gradients(const NamedTensors& computed, const NamedTensors& right);

}  // namespace cellar::network
