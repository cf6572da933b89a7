#include "core/names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

void check(std::string_view what, std::string_view name, std::string_view refused, std::string_view refused_in_words) {
  if (name.empty()) throw Error(fmt::format("{} has an empty name", what));
  const auto bad = std::find_if(name.begin(), name.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || refused.find(c) != refused.npos;
  });
  if (bad == name.end()) return;
  throw Error(fmt::format("{} is named '{}', which holds '{}'; {} and control characters are not allowed", what,
                          printable(name), printable({&*bad, 1}), refused_in_words));
}

}  // namespace

void check_name(std::string_view what, std::string_view name) {
  check(what, name, ",:\"'#", "comma, colon, quote, #, space");
}

void check_plain_name(std::string_view what, std::string_view name) {
  constexpr std::size_t kLongest = 100;
  check(what, name, ",:\"'#{}", "comma, colon, quote, #, brace, space");
  if (name.size() <= kLongest) return;
  throw Error(fmt::format("{} is named '{}', which has {} bytes; at most {} are allowed", what, printable(name),
                          name.size(), kLongest));
}

}  // namespace cellar
