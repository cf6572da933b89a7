#pragma once

#include "space/network/fused/kernels.hpp"

// The kernels as they are compiled for different processors.
namespace cellar::network::fused {

// For every processor that the program is built for.
template <class T>
Kernels<T> kernels_any();

// For x86-64 with AVX2 and FMA (level v3); only defined there.
template <class T>
Kernels<T> kernels_avx2();

}  // namespace cellar::network::fused
