#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/formats/torch/tensor.hpp"

namespace cellar::network {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

// Writes a file that torch.load of Python reads as a dict from names to tensors: whole or, after an Error, not at all.
// The same tensors make the same bytes.
void save_tensors(const NamedTensors& tensors, const std::filesystem::path& file);

// The same on the CPU. An Error names the tensor if it is of another type than float32, float64 or int64.
at::Tensor to_tensor(const Tensor& tensor);

// Reads such a file, to the CPU. An Error says what is damaged.
NamedTensors load_tensors(const std::filesystem::path& file);

}  // namespace cellar::network
