#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace cellar::test {

// Tests hold bytes in strings; these look at one as the other.
inline std::span<const std::byte> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

inline std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace cellar::test
