#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace cellar {

// A type of numbers in a tensor.
struct ElementType {
  std::string_view storage;  // "torch FloatStorage", the pickled name
  std::string_view dtype;    // "float32", as torch prints it without its "torch."
  std::size_t size;          // bytes of one
  double (*value)(const std::byte* element);
};

// nullptr if there is no such type.
const ElementType* find_storage_type(std::string_view storage);
const ElementType* find_dtype(std::string_view dtype);

}  // namespace cellar
