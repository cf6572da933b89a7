#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/table/table.hpp"

namespace cellar {

// What a .table file says of itself between its header and its columns; a text, line by line in README.md here.
struct Directory {
  std::string space;
  std::uint64_t architectures = 0;
  std::string provenance;
  std::vector<std::pair<std::string, std::string>> attachments;  // texts by name
  std::vector<DatasetDefaults> datasets;
  std::optional<ColumnInfo> curves;  // the rows of all curves, before the columns
  ColumnInfo spellings;              // fixed-width text; everything else is figures
  std::vector<ColumnInfo> columns;
};

std::string format_directory(const Directory& directory);

// The inverse of format_directory. The columns follow each other from byte `from` to byte `to` of the file, or an Error
// names `source` and what is wrong.
Directory parse_directory(std::string_view text, std::uint64_t from, std::uint64_t to, std::string_view source);

}  // namespace cellar
