#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/table/dataset_defaults.hpp"
#include "core/table/quantity.hpp"

namespace cellar {

struct ColumnNote {
  std::string name;  // as in the table
  std::optional<Quantity> quantity;
  std::string note;
};

// What a CSV cannot say of its figures. In the file: a section [provenance] of free text; a section [columns] of lines
// "NAME = what a reader must know of it" or "NAME [ms min 0..; mean of 3 training seeds] = …"
// (core/table/quantity.hpp), NAME as in the table; a section [datasets] of lines "NAME = observe valid@12/12, truth
// test@200/200, budget 20000". Lines that begin with '#' are comments.
struct ImportNotes {
  std::string provenance;
  std::vector<ColumnNote> columns;
  std::vector<DatasetDefaults> datasets;

  const Quantity* quantity(std::string_view column) const;  // nullptr: nothing is said of it
};

ImportNotes read_notes(const std::filesystem::path& file);

}  // namespace cellar
