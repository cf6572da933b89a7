#include "space/network/full_precision.hpp"

#include <ATen/Context.h>

namespace cellar::network {

void use_full_precision(at::Device device) {
  if (!device.is_cuda()) return;
  at::globalContext().setAllowTF32CuDNN(false);
  at::globalContext().setAllowTF32CuBLAS(false);
  at::globalContext().setDeterministicCuDNN(true);
}

}  // namespace cellar::network
