#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/formats/torch/tensor.hpp"

namespace cellar {

// A tensor to be written, whose elements stay where they are: contiguous, the last dimension fastest.
struct SavedTensor {
  std::string dtype;                // "float32", "int64", "uint8", …
  std::vector<std::int64_t> shape;  // empty: a single number
  std::span<const std::byte> data;
};

// The same of a tensor in memory, which must outlive it.
SavedTensor view(const Tensor& tensor);

// A Python object to be written by write_saved: None, truth values, integers, floats, texts, tensors, lists, tuples and
// dicts of these, and instances of Python classes that a reader would import. Bytes are written as a tensor of uint8.
class SavedValue {
 public:
  using Key = std::variant<std::int64_t, std::string>;
  struct List {
    std::vector<SavedValue> items;
    bool is_tuple = false;
  };
  struct Dict {
    std::vector<Key> keys;           // in order
    std::vector<SavedValue> values;  // one for each key
    std::string of;                  // the class whose attributes they are, "argparse Namespace"; empty: a plain dict
  };
  using Variant = std::variant<std::monostate, bool, std::int64_t, double, std::string, SavedTensor, List, Dict>;

  SavedValue() = default;  // None
  SavedValue(bool value) : value_(value) {}
  SavedValue(int value) : value_(std::int64_t{value}) {}
  SavedValue(std::int64_t value) : value_(value) {}
  SavedValue(double value) : value_(value) {}
  SavedValue(std::string value) : value_(std::move(value)) {}
  SavedValue(std::string_view value) : value_(std::string(value)) {}
  SavedValue(const char* value) : value_(std::string(value)) {}
  SavedValue(SavedTensor value) : value_(std::move(value)) {}

  static SavedValue dict();
  static SavedValue list(std::vector<SavedValue> items);
  static SavedValue tuple(std::vector<SavedValue> items);
  // An object of a class of Python, made without calling its constructor; add() gives it attributes.
  static SavedValue instance(std::string class_name);

  // Adds an entry to a dict, or an attribute to an instance. A name may stand there once.
  void add(std::string name, SavedValue value);
  void add(std::int64_t number, SavedValue value);

  const Variant& value() const { return value_; }

 private:
  void add_entry(Key key, SavedValue value);

  Variant value_;
};

// The pickle of an object as torch writes it for its zip format: the elements of the i-th of `tensors`, which are those
// of the object in order, are in storage "i".
struct SavedPickle {
  std::vector<std::byte> bytes;
  std::vector<const SavedTensor*> tensors;
};
SavedPickle pickle_of(const SavedValue& object);

}  // namespace cellar
