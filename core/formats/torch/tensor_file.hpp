#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "core/formats/torch/tensor.hpp"

namespace cellar {

// Writes a file that torch.load of Python and torch::pickle_load of C++ read as a dict from names to tensors. The same
// tensors make the same bytes. The file is there as a whole or, after an Error, not at all.
void write_tensors(std::span<const Tensor> tensors, const std::filesystem::path& file);

// Reads such a file: a dict from names to tensors, in torch's zip or legacy format.
std::vector<Tensor> read_tensors(const std::filesystem::path& file);

}  // namespace cellar
