#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cellar {

// A column to be written: `values` holds size × width doubles, architecture by architecture, NaN where absent.
struct NewColumn {
  std::string name;
  std::string unit;
  std::string note;     // one line
  int first_epoch = 0;  // of a metric: the first epoch in its name
  int width = 1;
  std::vector<double> values;
};

struct NewTable {
  std::string space;
  std::vector<std::string> architectures;  // spellings in index order
  std::string provenance;
  std::vector<NewColumn> columns;
};

// Writes to a temporary name beside `file` and renames it into place, so that no half table is ever seen. An Error
// gives the system's reason (disk full, folder read-only). The same table makes the same bytes.
void write_table(const NewTable& table, const std::filesystem::path& file);

}  // namespace cellar
