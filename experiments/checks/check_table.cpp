#include <fmt/format.h>

#include <algorithm>

#include "core/table/space_check.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/program/spaces.hpp"

namespace cellar {

int check_table(const std::string& file, const Program& program) {
  const auto table = open_table(file);
  table->verify();
  const auto& known = program.spaces.entries();
  const bool is_known =
      table->attachment(kSpaceAttachment) ||
      std::any_of(known.begin(), known.end(), [&](const SpaceEntry& space) { return space.name == table->space(); });
  if (is_known) check_architectures(*table, *space_of(program, *table).space);
  fmt::print("{}: {} architectures of {}, {} columns, every checksum is right\n", file, table->size(), table->space(),
             table->columns().size());
  if (!is_known) {
    fmt::print("the space {} is not known here (--plugin LIBRARY brings one), so its spellings were not checked\n",
               table->space());
  }
  return 0;
}

}  // namespace cellar
