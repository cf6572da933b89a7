#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/table/dataset_defaults.hpp"
#include "core/table/metric.hpp"
#include "core/table/quantity.hpp"

namespace cellar {

// A column of a table as its directory describes it.
struct ColumnInfo {
  enum class Type {
    figures,  // `width` doubles for each architecture
    curve,    // where its row of `width` doubles begins among the table's curves, or that it has none
    text      // a text of a fixed length
  };
  std::string name;     // a metric's, "DATASET.epoch_seconds", "DATASET.params", "latency.raspi4"
  Quantity quantity;    // unit, direction, range, source of its figures
  std::string note;     // what a reader must know of it besides; may be empty
  int first_epoch = 0;  // curves hold `width` successive epochs for each architecture; width 1 otherwise
  int width = 1;
  std::uint64_t missing = 0;  // how many values are absent (NaN)
  std::uint64_t offset = 0;   // [bytes] from the start of the file
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;  // XXH3-64 of the column's bytes
  Type type = Type::figures;
};

// The values of one metric, one double for each architecture in index order; NaN where absent.
class ColumnView {
 public:
  static constexpr std::uint32_t kNoRow = 0xffffffff;

  ColumnView(const ColumnInfo& info, const double* first, std::size_t stride, std::size_t size)
      : info_(&info), first_(first), stride_(stride), size_(size) {}
  // `rows`, by architecture: where in `curves` its curve begins. `epoch` counts from the first of the curve.
  ColumnView(const ColumnInfo& info, std::span<const double> curves, const std::uint32_t* rows, std::size_t epoch,
             std::size_t size)
      : info_(&info),
        first_(curves.data() + epoch),
        rows_(rows),
        end_(curves.size() < static_cast<std::size_t>(info.width) ? 0 : curves.size() - info.width + 1),
        size_(size) {}

  // Of a curve: the value `epoch` epochs after the view's own.
  double at_epoch(std::size_t architecture, int epoch) const {
    const double* first = first_ + epoch;
    if (!rows_) return first[architecture * stride_];
    const std::uint32_t row = rows_[architecture];
    return row >= end_ ? std::numeric_limits<double>::quiet_NaN() : first[row];
  }

  double operator[](std::size_t architecture) const { return at_epoch(architecture, 0); }
  std::size_t size() const { return size_; }
  const ColumnInfo& info() const { return *info_; }

 private:
  const ColumnInfo* info_;
  const double* first_;
  const std::uint32_t* rows_ = nullptr;  // none: the values lie `stride` apart
  std::size_t stride_ = 1;
  std::size_t end_ = 0;  // no row begins here or later
  std::size_t size_;
};

// A ground-truth table: columns of figures over the architectures of one space, in index order. Layout: README.md here.
// Reading it checks the header and the file's size and touches no column; a column's checksum is checked when it is
// first asked for, those of the curves' rows, which may be gigabytes, and of single trials by verify() alone. Safe to
// share among threads.
class Table {
 public:
  // `bytes` must be aligned for doubles and outlive the table, `owner` may hold them. `name` is what messages and trace
  // headers call the table, `source` (the file, if there is one) what messages about damage do.
  Table(std::string name, std::span<const std::byte> bytes, std::shared_ptr<const void> owner = nullptr,
        std::string source = {});
  ~Table();
  Table(Table&&) noexcept;
  Table& operator=(Table&&) noexcept;

  const std::string& name() const;
  const std::string& space() const;       // the name of the search space
  std::uint64_t size() const;             // architectures
  const std::string& provenance() const;  // where the figures come from, several lines
  // A text that the table carries for a reader of its own; nullptr if there is none of this name.
  const std::string* attachment(std::string_view name) const;
  std::uint64_t checksum() const;  // of header and directory, which hold the columns' checksums
  const std::vector<ColumnInfo>& columns() const;
  std::string_view architecture(std::uint64_t index) const;  // the spelling; checksummed like a column

  // The data sets that metrics are recorded for, in order of appearance, then others that the table names.
  std::vector<std::string> datasets() const;
  const DatasetDefaults* defaults(std::string_view dataset) const;  // nullptr: it says nothing
  const ColumnInfo* describe(std::string_view column) const;        // nullptr if there is no such column
  // None if the table has no such column. An Error if its bytes are damaged. A curve found by its name shows its first
  // epoch.
  std::optional<ColumnView> find(std::string_view column) const;
  // The same without a look at the column's checksum, for questions about single cells: checking takes longer than the
  // answer. What is damaged may be wrong then, but is not read from elsewhere.
  std::optional<ColumnView> find_unchecked(std::string_view column) const;
  // The text of a column of texts, unchecked as well, without the zeros that fill it up. None if there is no such
  // column.
  std::optional<std::string_view> text(std::string_view column, std::uint64_t index) const;
  std::optional<ColumnView> find(const Metric& metric) const;  // finds an epoch inside a curve, too
  // As find; an Error names what the table has.
  ColumnView at(const Metric& metric) const;
  // The training seeds that have a column of this metric's data set and measure, each once, ascending.
  std::vector<int> seeds(const Metric& metric) const;

  // Checks every byte, the zeros between columns included; an Error names the damaged column.
  void verify() const;

 private:
  struct Contents;
  std::unique_ptr<Contents> contents_;
};

// Maps a .table file into memory. The table's name is the file's stem.
std::shared_ptr<const Table> open_table(const std::filesystem::path& file);

}  // namespace cellar
