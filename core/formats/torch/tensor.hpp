#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/formats/pickle/value.hpp"
#include "core/formats/torch/container.hpp"

namespace cellar {

struct Tensor {
  std::string name;
  std::string dtype;                // "float32", "int64", … as torch prints it without its "torch."
  std::vector<std::int64_t> shape;  // empty: a single number
  std::vector<std::byte> data;      // contiguous, the last dimension fastest; little-endian

  // Of 64-bit integers beyond 2^53, the nearest double.
  std::vector<double> values() const;
};

// What a tensor is, without its elements.
struct TensorType {
  std::string dtype;
  std::vector<std::int64_t> shape;
  std::string location;  // the device that it was saved from, "cuda:0"
};

// Of a tensor as read_tensor reads it; its elements are not looked at.
TensorType tensor_type(const PickleValue& value, const TorchContainer& container);

// Whether the value looks like a tensor that read_tensor reads.
bool is_tensor(const PickleValue& value);

// A tensor as torch pickles it: _rebuild_tensor_v2 and _rebuild_tensor of a storage of the container or of a file in a
// file (_load_from_bytes), also inside of _rebuild_parameter. Strides are honoured; what would have more elements than
// its storage (an expanded tensor) is an Error. The name is left empty.
Tensor read_tensor(const PickleValue& value, const TorchContainer& container);

// A dict from names to tensors, such as the state dict of a network.
std::vector<Tensor> read_tensor_dict(const PickleValue& dict, const TorchContainer& container);

}  // namespace cellar
