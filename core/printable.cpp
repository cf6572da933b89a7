#include "core/printable.hpp"

#include <fmt/format.h>

namespace cellar {

std::string printable(std::string_view text) {
  constexpr std::size_t kLongest = 120;
  std::string shown;
  for (const char c : text.substr(0, kLongest)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      shown += c;
    } else {
      shown += fmt::format("\\x{:02x}", byte);
    }
  }
  if (text.size() > kLongest) shown += "...";
  return shown;
}

}  // namespace cellar
