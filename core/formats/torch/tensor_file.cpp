#include "core/formats/torch/tensor_file.hpp"

#include <fmt/format.h>

#include <string_view>

#include "core/errors.hpp"
#include "core/formats/torch/saved_file.hpp"

namespace cellar {

void write_tensors(std::span<const Tensor> tensors, const std::filesystem::path& file) {
  SavedValue dict = SavedValue::dict();
  for (const Tensor& tensor : tensors) dict.add(tensor.name, view(tensor));
  write_saved(dict, file);
}

std::vector<Tensor> read_tensors(const std::filesystem::path& file) {
  const SavedFile saved(file);
  try {
    return read_tensor_dict(saved.root(), saved.container());
  } catch (const Error& error) {
    if (std::string_view(error.what()).starts_with(file.string())) throw;
    throw Error(fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace cellar
