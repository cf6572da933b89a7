#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/table/table.hpp"

namespace cellar {

// What a .table file says of itself between its header and its columns; a text, line by line in README.md here.
struct Directory {
  std::string space;
  std::uint64_t architectures = 0;
  std::string provenance;
  ColumnInfo spellings;  // fixed-width text; everything else is figures
  std::vector<ColumnInfo> columns;
};

std::string format_directory(const Directory& directory);

// Gives every column the place that the layout defines for it; returns the size of the file.
std::uint64_t place_columns(Directory& directory);

// The inverse of format_directory. Every column lies inside the file, none over another, or an Error names `source` and
// what is wrong.
Directory parse_directory(std::string_view text, std::uint64_t file_bytes, std::string_view source);

}  // namespace cellar
