#include <fmt/format.h>

#include "experiments/checks/checks.hpp"

namespace cellar {

int check_table(const std::string& file) {
  const auto table = open_table(file);
  table->verify();
  fmt::print("{}: {} architectures of {}, {} columns, every checksum is right\n", file, table->size(), table->space(),
             table->columns().size());
  return 0;
}

}  // namespace cellar
