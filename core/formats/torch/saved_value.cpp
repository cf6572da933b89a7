#include "core/formats/torch/saved_value.hpp"

#include <algorithm>
#include <set>

#include "core/errors.hpp"
#include "core/formats/pickle/writer.hpp"
#include "core/formats/torch/element_type.hpp"

namespace cellar {

namespace {

std::vector<std::int64_t> contiguous_strides(std::span<const std::int64_t> shape) {
  std::vector<std::int64_t> strides(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * std::max<std::int64_t>(shape[i], 1);
  return strides;
}

void check(const SavedTensor& tensor, const ElementType* type) {
  require(type != nullptr, "a tensor to be written has a known dtype");
  std::size_t bytes = type->size;
  for (const std::int64_t size : tensor.shape) {
    require(size >= 0, "a tensor to be written has no negative size");
    bytes *= static_cast<std::size_t>(size);
  }
  require(bytes == tensor.data.size(), "a tensor to be written has as many elements as its shape says");
}

// Writes one kind of value each.
class Saver {
 public:
  void write(const SavedValue& value) {
    std::visit([this](const auto& held) { write(held); }, value.value());
  }

  SavedPickle take() {
    pickle_.add(Opcode::kStop);
    return {pickle_.take(), std::move(tensors_)};
  }

 private:
  void write(std::monostate /*none*/) { pickle_.add(Opcode::kNone); }
  void write(bool value) { pickle_.add(value ? Opcode::kNewTrue : Opcode::kNewFalse); }
  void write(std::int64_t value) { pickle_.integer(value); }
  void write(double value) { pickle_.number(value); }
  void write(const std::string& value) { pickle_.text(value); }

  // _rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, backward_hooks)
  void write(const SavedTensor& tensor) {
    pickle_.global("torch._utils _rebuild_tensor_v2");
    pickle_.add(Opcode::kMark);
    write_storage(tensor);
    pickle_.integer(0);
    pickle_.integers(tensor.shape);
    pickle_.integers(contiguous_strides(tensor.shape));
    pickle_.add(Opcode::kNewFalse);
    pickle_.global("collections OrderedDict");
    pickle_.add(Opcode::kEmptyTuple);
    pickle_.add(Opcode::kReduce);
    pickle_.add(Opcode::kTuple);
    pickle_.add(Opcode::kReduce);
  }

  void write_storage(const SavedTensor& tensor) {
    const ElementType* type = find_dtype(tensor.dtype);
    check(tensor, type);
    pickle_.add(Opcode::kMark);
    pickle_.text("storage");
    pickle_.global(type->storage);
    pickle_.text(std::to_string(tensors_.size()));
    pickle_.text("cpu");
    pickle_.integer(static_cast<std::int64_t>(tensor.data.size() / type->size));
    pickle_.add(Opcode::kTuple);
    pickle_.add(Opcode::kBinPersId);
    tensors_.push_back(&tensor);
  }

  void write(const SavedValue::List& list) {
    if (!list.is_tuple) pickle_.add(Opcode::kEmptyList);
    pickle_.add(Opcode::kMark);
    for (const SavedValue& item : list.items) write(item);
    pickle_.add(list.is_tuple ? Opcode::kTuple : Opcode::kAppends);
  }

  void write(const SavedValue::Dict& dict) {
    if (!dict.of.empty()) {
      pickle_.global(dict.of);
      pickle_.add(Opcode::kEmptyTuple);
      pickle_.add(Opcode::kNewObj);
    }
    pickle_.add(Opcode::kEmptyDict);
    pickle_.add(Opcode::kMark);
    std::set<SavedValue::Key> keys;
    for (std::size_t i = 0; i < dict.keys.size(); ++i) {
      require(keys.insert(dict.keys[i]).second, "a dict to be written has each key once");
      std::visit([this](const auto& held) { write(held); }, dict.keys[i]);
      write(dict.values[i]);
    }
    pickle_.add(Opcode::kSetItems);
    if (!dict.of.empty()) pickle_.add(Opcode::kBuild);
  }

  PickleWriter pickle_;
  std::vector<const SavedTensor*> tensors_;
};

}  // namespace

SavedTensor view(const Tensor& tensor) { return {tensor.dtype, tensor.shape, tensor.data}; }

SavedValue SavedValue::dict() {
  SavedValue made;
  made.value_ = Dict{};
  return made;
}

SavedValue SavedValue::list(std::vector<SavedValue> items) {
  SavedValue made;
  made.value_ = List{std::move(items), false};
  return made;
}

SavedValue SavedValue::tuple(std::vector<SavedValue> items) {
  SavedValue made;
  made.value_ = List{std::move(items), true};
  return made;
}

SavedValue SavedValue::instance(std::string class_name) {
  SavedValue made;
  made.value_ = Dict{{}, {}, std::move(class_name)};
  return made;
}

void SavedValue::add(std::string name, SavedValue value) { add_entry(std::move(name), std::move(value)); }

void SavedValue::add(std::int64_t number, SavedValue value) { add_entry(number, std::move(value)); }

void SavedValue::add_entry(Key key, SavedValue value) {
  auto* dict = std::get_if<Dict>(&value_);
  require(dict != nullptr, "entries are added to a dict");
  dict->keys.push_back(std::move(key));
  dict->values.push_back(std::move(value));
}

SavedPickle pickle_of(const SavedValue& object) {
  Saver saver;
  saver.write(object);
  return saver.take();
}

}  // namespace cellar
