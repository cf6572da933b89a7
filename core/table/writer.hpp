#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/table/dataset_defaults.hpp"
#include "core/table/quantity.hpp"

namespace cellar {

// A column to be written: `values` holds size × width doubles, architecture by architecture, NaN where absent.
struct NewColumn {
  std::string name;
  Quantity quantity;
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
  std::vector<DatasetDefaults> datasets = {};
  std::vector<std::pair<std::string, std::string>> attachments = {};  // texts by name
};

// Writes to a temporary name beside `file` and renames it into place, so that no half table is ever seen. An Error
// gives the system's reason (disk full, folder read-only). The same table makes the same bytes.
void write_table(const NewTable& table, const std::filesystem::path& file);

}  // namespace cellar
