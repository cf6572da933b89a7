#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

TEST_CASE("The README of the searchers lists each of them with its options and defaults") {
  const std::string readme = read_file(CELLAR_SOURCE_DIR "/searchers/README.md");
  const SearcherRegistry registry = builtin_searchers();
  for (const auto& entry : registry.entries()) {
    std::string row = fmt::format("| `{}` |", entry->name);
    const auto configuration = entry->configure();
    for (const auto& option : configuration->options().options()) {
      row += fmt::format(" `{}={}`", option.name, option.default_text);
    }
    CHECK_THAT(readme, ContainsSubstring(row + " |"));
  }
}
