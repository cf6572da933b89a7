#include "space/network/fused/kernels.hpp"

#include "space/network/fused/kernels_compiled.hpp"

namespace cellar::network::fused {

namespace {

template <class T>
Kernels<T> choose() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return kernels_avx2<T>();
#endif
  return kernels_any<T>();
}

}  // namespace

template <>
const Kernels<float>& kernels() {
  static const Kernels<float> chosen = choose<float>();
  return chosen;
}

template <>
const Kernels<double>& kernels() {
  static const Kernels<double> chosen = choose<double>();
  return chosen;
}

}  // namespace cellar::network::fused
