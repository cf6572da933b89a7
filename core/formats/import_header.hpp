#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/import_notes.hpp"
#include "core/table/quantity.hpp"

namespace cellar {

// A column of figures in a CSV, and what it becomes in a table.
struct ImportColumn {
  std::size_t field = 0;  // its place in a row
  std::string name;       // in the table
  Quantity quantity;
  bool positive = false;  // 0 itself is refused
};

// What the first row of a CSV says. Figures have the table's own names ("cifar10.test@200/200.777", "cifar10.params")
// or, for the last epoch of a schedule, the shorter spelling of the embedded CSV: "cifar10.test200.777", with one of
// the splits train, valid, test, valtest. Others say what they are, here or in the notes: "latency.raspi4 [ms min
// 0..]".
struct ImportHeader {
  std::vector<std::string> spellings;  // all columns as they stand in the file
  std::optional<std::size_t> index;    // fields
  std::optional<std::size_t> arch;
  std::vector<ImportColumn> columns;
  std::vector<std::size_t> others;  // fields that are neither; may be choices of the architecture
};

// An Error says what is missing, twice there or misspelled.
ImportHeader parse_import_header(const std::vector<std::string_view>& fields, std::string_view source,
                                 const ImportNotes& notes = {});

}  // namespace cellar
