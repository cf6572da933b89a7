#include "space/network/full_precision.hpp"

#include <ATen/Context.h>

namespace cellar::network {

void use_full_precision(at::Device device) {
  if (!device.is_cuda()) return;
  at::globalContext().setAllowTF32CuDNN(false);
  at::globalContext().setAllowTF32CuBLAS(false);
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
