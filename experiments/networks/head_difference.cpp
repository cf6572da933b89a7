#include "experiments/networks/head_difference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/printable.hpp"

namespace cellar {

namespace {

// Up to the next of these characters, which is left out.
std::string_view take_until(char end, std::string_view& text) {
  const std::string_view taken = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), taken.size() + 1));
  return taken;
}

std::string quoted(std::string_view word) { return word.empty() ? "nothing" : fmt::format("'{}'", printable(word)); }

}  // namespace

std::string head_difference(std::string_view text, std::string_view head) {
  std::string_view line = take_until('\n', text), wanted = take_until('\n', head);
  if (!line.starts_with("# ")) return quoted(line);
  while (line == wanted && !head.empty()) {
    line = take_until('\n', text);
    wanted = take_until('\n', head);
  }
  std::string_view word, own;
  do {
    word = take_until(' ', line);
    own = take_until(' ', wanted);
  } while (word == own && !(line.empty() && wanted.empty()));
  return fmt::format("{} where this has {}", quoted(word), quoted(own));
}

}  // namespace cellar
