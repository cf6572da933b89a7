#include "space/network/saved_tensors.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstring>

#include "core/errors.hpp"
#include "core/formats/named_source.hpp"
#include "core/formats/torch/tensor_file.hpp"
#include "core/printable.hpp"

namespace cellar::network {

namespace {

struct Type {
  const char* name;
  at::ScalarType type;
};
constexpr Type kTypes[] = {{"float32", at::kFloat}, {"float64", at::kDouble}, {"int64", at::kLong}};

Tensor to_bytes(const std::string& name, const at::Tensor& tensor) {
  for (const auto& [type_name, type] : kTypes) {
    if (tensor.scalar_type() != type) continue;
    const at::Tensor values = tensor.detach().cpu().contiguous();
    const auto* const begin = static_cast<const std::byte*>(values.data_ptr());
    return {name, type_name, tensor.sizes().vec(), {begin, begin + values.nbytes()}};
  }
  throw ContractError("a tensor is saved that is neither float32, float64 nor int64");
}

}  // namespace

at::Tensor to_tensor(const Tensor& tensor) {
  for (const auto& [type_name, type] : kTypes) {
    if (tensor.dtype != type_name) continue;
    const at::Tensor values = at::empty(tensor.shape, type);
    if (values.nbytes() != tensor.data.size()) break;
    if (!tensor.data.empty()) std::memcpy(values.data_ptr(), tensor.data.data(), tensor.data.size());
    return values;
  }
  throw Error(fmt::format("'{}' is no tensor of float32, float64 or int64", printable(tensor.name)));
}

void save_tensors(const NamedTensors& tensors, const std::filesystem::path& file) {
  std::vector<Tensor> bytes;
  for (const auto& [name, tensor] : tensors) bytes.push_back(to_bytes(name, tensor));
  write_tensors(bytes, file);
}

NamedTensors load_tensors(const std::filesystem::path& file) {
  const std::vector<Tensor> read = read_tensors(file);
  return in_file(file.string(), [&] {
    NamedTensors tensors;
    for (const Tensor& tensor : read) tensors.emplace_back(tensor.name, to_tensor(tensor));
    return tensors;
  });
}

}  // namespace cellar::network
