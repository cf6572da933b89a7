#pragma once

#include <ATen/ATen.h>

#include "core/random.hpp"

namespace cellar::test {

// Standard normal values in double.
inline at::Tensor normal(at::IntArrayRef sizes, Rng& rng) {
  at::Tensor tensor = at::empty(sizes, at::kDouble);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) tensor.data_ptr<double>()[i] = rng.normal();
  return tensor;
}

}  // namespace cellar::test
