#include "core/formats/torch/tensor_pickle.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/errors.hpp"
#include "core/formats/pickle/opcodes.hpp"
#include "core/formats/torch/element_type.hpp"

namespace cellar {

namespace {

class PickleWriter {
 public:
  void add(Opcode code) { bytes_.push_back(static_cast<std::byte>(code)); }

  void begin() {
    add(Opcode::kProto);
    raw(std::uint8_t{2});
  }

  void integer(std::int64_t value) {
    if (value >= 0 && value <= std::numeric_limits<std::uint8_t>::max()) {
      add(Opcode::kBinInt1);
      raw(static_cast<std::uint8_t>(value));
    } else if (value >= 0 && value <= std::numeric_limits<std::int32_t>::max()) {
      add(Opcode::kBinInt);
      raw(static_cast<std::int32_t>(value));
    } else {
      add(Opcode::kLong1);
      raw(std::uint8_t{sizeof(value)});
      raw(value);
    }
  }

  void text(std::string_view text) {
    require(text.size() <= std::numeric_limits<std::uint32_t>::max(), "a name has less than 4 GB");
    add(Opcode::kBinUnicode);
    raw(static_cast<std::uint32_t>(text.size()));
    raw_text(text);
  }

  // "torch FloatStorage"
  void global(std::string_view spelling) {
    const std::size_t space = spelling.find(' ');
    add(Opcode::kGlobal);
    raw_text(spelling.substr(0, space));
    raw('\n');
    raw_text(spelling.substr(space + 1));
    raw('\n');
  }

  void integers(std::span<const std::int64_t> values) {
    add(Opcode::kMark);
    for (const std::int64_t value : values) integer(value);
    add(Opcode::kTuple);
  }

  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  template <class Number>
  void raw(Number number) {
    const auto* begin = reinterpret_cast<const std::byte*>(&number);
    bytes_.insert(bytes_.end(), begin, begin + sizeof(Number));
  }

  void raw_text(std::string_view text) {
    const auto* begin = reinterpret_cast<const std::byte*>(text.data());
    bytes_.insert(bytes_.end(), begin, begin + text.size());
  }

  std::vector<std::byte> bytes_;
};

std::vector<std::int64_t> contiguous_strides(std::span<const std::int64_t> shape) {
  std::vector<std::int64_t> strides(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * std::max<std::int64_t>(shape[i], 1);
  return strides;
}

void write_storage(PickleWriter& pickle, const Tensor& tensor, std::size_t number) {
  const ElementType* type = find_dtype(tensor.dtype);
  require(type && tensor.data.size() % type->size == 0, "a tensor has a known dtype and whole elements");
  pickle.add(Opcode::kMark);
  pickle.text("storage");
  pickle.global(type->storage);
  pickle.text(std::to_string(number));
  pickle.text("cpu");
  pickle.integer(static_cast<std::int64_t>(tensor.data.size() / type->size));
  pickle.add(Opcode::kTuple);
  pickle.add(Opcode::kBinPersId);
}

// _rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, backward_hooks)
void write_tensor(PickleWriter& pickle, const Tensor& tensor, std::size_t number) {
  pickle.global("torch._utils _rebuild_tensor_v2");
  pickle.add(Opcode::kMark);
  write_storage(pickle, tensor, number);
  pickle.integer(0);
  pickle.integers(tensor.shape);
  pickle.integers(contiguous_strides(tensor.shape));
  pickle.add(Opcode::kNewFalse);
  pickle.global("collections OrderedDict");
  pickle.add(Opcode::kEmptyTuple);
  pickle.add(Opcode::kReduce);
  pickle.add(Opcode::kTuple);
  pickle.add(Opcode::kReduce);
}

}  // namespace

std::vector<std::byte> pickle_of(std::span<const Tensor> tensors) {
  PickleWriter pickle;
  pickle.begin();
  pickle.add(Opcode::kEmptyDict);
  pickle.add(Opcode::kMark);
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    pickle.text(tensors[i].name);
    write_tensor(pickle, tensors[i], i);
  }
  pickle.add(Opcode::kSetItems);
  pickle.add(Opcode::kStop);
  return pickle.take();
}

}  // namespace cellar
