#include "core/trace/head_text.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "core/trace/head.hpp"

namespace cellar {

HeadText::HeadText(std::string_view head) {
  const std::string line = "\n# setting " + std::string(kSeedKey) + ": ";
  const std::size_t found = head.find(line);
  if (found == std::string_view::npos) return;
  const std::size_t value = found + line.size();
  before_ = head.substr(0, value);
  after_ = head.substr(std::min(head.find('\n', value), head.size()));
}

std::optional<HeadText::Found> HeadText::find(std::string_view text) const {
  if (before_.empty() || !text.starts_with(before_)) return std::nullopt;
  const std::size_t end = text.find('\n', before_.size());
  if (end == std::string_view::npos || !text.substr(end).starts_with(after_)) return std::nullopt;
  const std::size_t size = end + after_.size();
  const std::string_view digits = text.substr(before_.size(), end - before_.size());
  const auto seed = parse_number<std::uint64_t>(digits);
  if (!seed || digits != std::to_string(*seed) || size >= text.size() || text[size] == '#') return std::nullopt;
  return Found{*seed, size};
}

}  // namespace cellar
