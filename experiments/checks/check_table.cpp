#include <fmt/format.h>

#include <algorithm>

#include "core/table/space_check.hpp"
#include "experiments/checks/checks.hpp"

namespace cellar {

int check_table(const std::string& file, const SpaceRegistry& spaces) {
  const auto table = open_table(file);
  table->verify();
  const auto& known = spaces.entries();
  const bool registered =
      std::any_of(known.begin(), known.end(), [&](const SpaceEntry& space) { return space.name == table->space(); });
  if (registered) check_architectures(*table, *spaces.create(table->space()));
  fmt::print("{}: {} architectures of {}, {} columns, every checksum is right\n", file, table->size(), table->space(),
             table->columns().size());
  if (!registered) fmt::print("the space {} is not known here, so its spellings were not checked\n", table->space());
  return 0;
}

}  // namespace cellar
