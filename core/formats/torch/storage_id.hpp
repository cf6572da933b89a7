#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/formats/pickle/value.hpp"
#include "core/formats/torch/element_type.hpp"

namespace cellar {

// What a pickle says of a storage, the flat memory behind tensors, that stands elsewhere in the container.
struct StorageId {
  const ElementType* type = nullptr;
  std::string_view key;
  std::string_view location;  // the device it was on, "cuda:0"
  std::uint64_t count = 0;    // elements
  // Very old files refer to a part of a storage.
  std::uint64_t view_begin = 0;
  std::uint64_t view_count = 0;

  std::uint64_t bytes() const { return count * type->size; }
};

// Reads ('storage', torch.FloatStorage, key, location, count[, None or (key, begin, count)]). An Error says what is
// wrong.
StorageId parse_storage_id(const PickleValue& persistent);

// All that a value refers to, each once.
std::vector<StorageId> find_storage_ids(const PickleValue& value);

}  // namespace cellar
