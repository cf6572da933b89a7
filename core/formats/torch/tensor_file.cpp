#include "core/formats/torch/tensor_file.hpp"

#include "core/formats/named_source.hpp"
#include "core/formats/torch/saved_file.hpp"

namespace cellar {

void write_tensors(std::span<const Tensor> tensors, const std::filesystem::path& file) {
  SavedValue dict = SavedValue::dict();
  for (const Tensor& tensor : tensors) dict.add(tensor.name, view(tensor));
  write_saved(dict, file);
}

std::vector<Tensor> read_tensors(const std::filesystem::path& file) {
  const SavedFile saved(file);
  return in_file(file.string(), [&] { return read_tensor_dict(saved.root(), saved.container()); });
}

}  // namespace cellar
