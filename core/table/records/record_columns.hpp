#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/table/records/shape.hpp"
#include "core/table/table.hpp"

namespace cellar {

// A column that is being filled, cell by cell.
struct GrowingColumn {
  ColumnInfo info;  // name, quantity, epochs, type, note
  std::vector<double> figures;
  std::vector<std::uint32_t> rows;  // of a curve
  std::uint64_t missing_in_rows = 0;
};

// The columns of a table of records, made when the first trial of a shape that needs them comes.
class RecordColumns {
 public:
  explicit RecordColumns(std::size_t architectures) : architectures_(architectures) {}

  // The number of a trial's shape, spelled as format_shape does.
  std::size_t shape(const std::string& line);
  const TrialShape& shape(std::size_t number) const { return shapes_[number].shape; }
  std::size_t shapes() const { return shapes_.size(); }
  std::string shape_lines() const;

  // Sets the figures of a trial of cell `index`; takes them off the front of `singles` and `curves`. The first of its
  // rows begins at double `at` of all curves.
  void set(std::size_t number, std::size_t index, std::span<const double>& singles, std::span<const double>& curves,
           std::uint64_t at);

  // An existing or a new column of single values.
  GrowingColumn& single(const std::string& name, const Quantity& quantity, int epoch = 0);
  const GrowingColumn* find(const std::string& name) const;
  std::vector<GrowingColumn>& all() { return columns_; }

 private:
  struct Planned {
    std::string line;
    TrialShape shape;
    std::vector<std::size_t> singles, curves;  // columns
  };

  std::size_t column(const std::string& name, const ColumnInfo& info);

  std::size_t architectures_;
  std::vector<Planned> shapes_;
  std::unordered_map<std::string, std::size_t> by_line_;
  std::vector<GrowingColumn> columns_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace cellar
