#pragma once

#include <cstddef>
#include <vector>

#include "core/formats/pickle/value.hpp"

namespace cellar::fuzz {

// Visits a value and what it contains, up to some number of values: they may be shared, and contain themselves.
template <class Visit>
void walk(const PickleValue& root, Visit&& visit) {
  using Kind = PickleValue::Kind;
  constexpr std::size_t kMost = 20'000;
  std::vector<PickleValue> open{root};
  for (std::size_t i = 0; i < kMost && !open.empty(); ++i) {
    const PickleValue value = open.back();
    open.pop_back();
    visit(value);
    const std::size_t size = value.is(Kind::dict) || value.is(Kind::list) || value.is(Kind::tuple) ? value.size() : 0;
    for (std::size_t item = 0; item < size && item < kMost; ++item) {
      open.push_back(value.is(Kind::dict) ? value.value(item) : value.items()[item]);
      if (value.is(Kind::dict)) open.push_back(value.key(item));
    }
    if (value.is(Kind::object)) open.push_back(value.arguments());
    if (value.is(Kind::object)) open.push_back(value.state());
    if (value.is(Kind::persistent)) open.push_back(value.persistent_id());
  }
}

// Touches every byte of every text, so that a sanitizer sees one that lies elsewhere.
inline std::size_t touch(const PickleValue& root) {
  std::size_t sum = 0;
  walk(root, [&](const PickleValue& value) {
    if (value.is(PickleValue::Kind::text)) {
      for (const char c : value.text()) sum += static_cast<unsigned char>(c);
    } else if (value.is(PickleValue::Kind::bytes)) {
      for (const std::byte b : value.bytes()) sum += std::to_integer<std::size_t>(b);
    }
  });
  return sum;
}

}  // namespace cellar::fuzz
