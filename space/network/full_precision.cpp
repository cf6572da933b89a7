#include "space/network/full_precision.hpp"

#include <ATen/Context.h>

namespace cellar::network {

void allow_tensor_float(bool allowed) {
  at::globalContext().setAllowTF32CuDNN(allowed);
  at::globalContext().setAllowTF32CuBLAS(allowed);
}

void use_full_precision(at::Device device) {
  if (!device.is_cuda()) return;
  allow_tensor_float(false);
  at::globalContext().setDeterministicCuDNN(true);
}

void use_deterministic_sums() {
  constexpr bool kWarnOnly = true;
  at::globalContext().setDeterministicAlgorithms(true, kWarnOnly);
  at::globalContext().setDeterministicCuDNN(true);
}

FullPrecision::FullPrecision(at::Device device)
    : convolutions_(at::globalContext().allowTF32CuDNN()),
      products_(at::globalContext().allowTF32CuBLAS()),
      deterministic_(at::globalContext().deterministicCuDNN()) {
  use_full_precision(device);
}

FullPrecision::~FullPrecision() {
  at::globalContext().setAllowTF32CuDNN(convolutions_);
  at::globalContext().setAllowTF32CuBLAS(products_);
  at::globalContext().setDeterministicCuDNN(deterministic_);
}

}  // namespace cellar::network
