#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/space.hpp"
#include "core/table/writer.hpp"

namespace cellar {

// What an import found that its user may want to know.
struct ImportReport {
  std::uint64_t rows = 0;
  std::uint64_t absent = 0;  // architectures of the space that have no row
  std::vector<std::pair<std::string, std::uint64_t>>
      empty;                          // column and number of its empty fields, where there are any
  std::vector<std::string> ignored;   // columns that a table has no place for
  std::vector<std::string> computed;  // means over seeds that the file does not have itself

  // One sentence for each of them.
  std::vector<std::string> lines() const;
};

struct Import {
  NewTable table;
  ImportReport report;
};

// Reads a table from a CSV, plain or gzip'd, one architecture in a row, rows in any order; its columns:
// import_header.hpp. `notes` (import_notes.hpp) may be empty. An Error names line and column of what cannot be.
Import import_csv(const std::filesystem::path& file, const SearchSpace& space, const std::filesystem::path& notes = {});

}  // namespace cellar
