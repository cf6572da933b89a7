#include "space/network/fused/kernel_bodies.hpp"
#include "space/network/fused/kernels_compiled.hpp"

namespace cellar::network::fused {

template <>
Kernels<float> kernels_avx2() {
  return compiled_kernels<float>();
}

template <>
Kernels<double> kernels_avx2() {
  return compiled_kernels<double>();
}

}  // namespace cellar::network::fused
