#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/formats/torch/tensor.hpp"

namespace cellar {

// The pickle, of protocol 2, of a plain dict from names to tensors, as torch writes it for its zip format: the elements
// of tensor i are in storage "i". Torch's own reader for C++ (torch::pickle_load) knows no other kind of dict.
std::vector<std::byte> pickle_of(std::span<const Tensor> tensors);

}  // namespace cellar
