#include "experiments/show/parse_architecture.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/numbers.hpp"

namespace cellar {

Architecture parse_architecture(const SearchSpace& space, const std::string& text) {
  if (text.empty()) throw Error("'' is no architecture: its spelling or index is needed");
  if (text.find_first_not_of("0123456789") != std::string::npos) return space.parse(text);
  try {
    return space.parse(text);  // there are spaces whose spellings are digits
  } catch (const Error&) {
  }
  const auto index = parse_number<std::uint64_t>(text);
  if (!index || *index >= *space.size()) {
    throw Error(fmt::format("index {} is not in {}: allowed is 0 to {}", text, space.name(), *space.size() - 1));
  }
  return space.at(*index);
}

}  // namespace cellar
