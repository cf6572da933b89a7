#include "core/table/space_check.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"

namespace cellar {

void check_space(const Table& table, const SearchSpace& space) {
  if (table.space() != space.name()) {
    throw Error(fmt::format("table '{}' is of space {}, not of {}", table.name(), table.space(), space.name()));
  }
  if (space.size() != table.size()) {
    throw Error(fmt::format("table '{}' has {} architectures, space {} has {}", table.name(), table.size(),
                            space.name(), space.size() ? std::to_string(*space.size()) : "more than can be indexed"));
  }
}

void check_architectures(const Table& table, const SearchSpace& space) {
  check_space(table, space);
  for (std::uint64_t index = 0; index < table.size(); ++index) {
    const std::string spelling = space.format(space.at(index));
    if (table.architecture(index) == spelling) continue;
    throw Error(fmt::format("table '{}' has '{}' at index {}, where space {} has '{}'", table.name(),
                            table.architecture(index), index, space.name(), spelling));
  }
}

}  // namespace cellar
