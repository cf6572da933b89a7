#pragma once

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/table/table.hpp"
#include "core/table/writer.hpp"
#include "space/generic.hpp"
#include "tests/folder.hpp"

namespace cellar::test {

inline constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

// A table over a copy of these bytes that ends where they end, so that a sanitizer sees every step beyond it.
inline Table table_over(const std::string& bytes) {
  std::shared_ptr<std::byte[]> copy(new std::byte[bytes.size()]);
  std::memcpy(copy.get(), bytes.data(), bytes.size());
  return Table("sample", std::span<const std::byte>(copy.get(), bytes.size()), copy);
}

// Six architectures, "0:0" to "1:2".
inline GenericSpace sample_space() { return GenericSpace("sample-space", {2, 3}); }

inline NewColumn column(std::string name, std::string unit, std::vector<double> values) {
  Quantity quantity = unit == "%" ? per_cent() : Quantity{std::move(unit)};
  NewColumn column{std::move(name), std::move(quantity), "", 0, 1, std::move(values)};
  if (const auto metric = parse_metric_column(column.name)) column.first_epoch = metric->first_epoch;
  return column;
}

// Two data sets, one of them with a half for validation; seeds with gaps, an architecture without any value ("0:2"), a
// curve over epochs 1 to 3 of 4, prices with a gap.
inline NewTable sample() {
  NewTable table;
  table.space = "sample-space";
  table.architectures = {"0:0", "0:1", "0:2", "1:0", "1:1", "1:2"};
  table.provenance = "made up\tfor tests,\nin two lines \\ with a backslash";
  table.columns.push_back(column("pets.test@8/8", "%", {10, 20, kAbsent, 40, 50, 50}));
  table.columns.push_back(column("pets-valid.valid@8/8", "%", {11, 21, kAbsent, 41, 51, 61}));
  table.columns.push_back(column("pets-valid.valid@8/8.111", "%", {10, 20, kAbsent, 40, kAbsent, kAbsent}));
  table.columns.push_back(column("pets-valid.valid@8/8.777", "%", {11, 22, kAbsent, kAbsent, 51, kAbsent}));
  table.columns.push_back(column("pets-valid.valid@8/8.999", "%", {12, kAbsent, kAbsent, kAbsent, kAbsent, kAbsent}));
  table.columns.push_back(column("pets-valid.epoch_seconds", "s", {1, 2, 3, kAbsent, 5, 6}));
  table.columns.push_back(column("pets-valid.valid_seconds", "s", {0.5, 0.5, 0.5, 0.5, 0.25, 0.25}));
  table.columns.push_back(column("pets.params", "1", {100, 200, 300, 400, 500, 600}));
  table.columns.push_back(
      column("cars.valid@1-3/4", "%", {1, 2, 3, 11, 12, 13, 21, 22, 23, 31, 32, 33, 41, 42, 43, 51, 52, 53}));
  table.columns.back().width = 3;
  table.columns.push_back(column("cars.valid@4/4", "%", {4, 14, 24, 34, 44, kAbsent}));
  table.columns.back().note = "of seed 7";
  table.columns.back().quantity.source = FigureSource{FigureSource::Kind::one_seed, 0, {}};
  return table;
}

inline std::string bytes_of(const NewTable& table) {
  const TemporaryFolder folder;
  write_table(table, folder / "sample.table");
  return read_file(folder / "sample.table");
}

inline std::shared_ptr<const Table> sample_table() {
  return std::make_shared<const Table>(table_over(bytes_of(sample())));
}

}  // namespace cellar::test
