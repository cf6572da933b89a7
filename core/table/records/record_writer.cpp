#include "core/table/records/record_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/table/fixed_width.hpp"
#include "core/table/records/record_columns.hpp"
#include "core/table/records/record_means.hpp"
#include "core/table/table_file.hpp"

namespace cellar {

namespace {

template <class Value>
std::span<const std::byte> bytes_of(const std::vector<Value>& values) {
  return std::as_bytes(std::span(values));
}

std::uint64_t missing(const GrowingColumn& column) {
  if (column.info.type == ColumnInfo::Type::figures) {
    return static_cast<std::uint64_t>(
        std::count_if(column.figures.begin(), column.figures.end(), [](double v) { return std::isnan(v); }));
  }
  const auto absent = std::count(column.rows.begin(), column.rows.end(), ColumnView::kNoRow);
  return column.missing_in_rows + static_cast<std::uint64_t>(absent) * static_cast<std::uint64_t>(column.info.width);
}

std::string format_source(const RecordSource& source, const std::vector<std::string>& schedules) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n",
                     source.kind == RecordSource::Kind::nats_bench ? "nats-bench" : "nas-bench-201",
                     source.is_folder ? "folder" : "file", source.length, fmt::join(schedules, " "), source.file);
}

}  // namespace

struct RecordWriter::Contents {
  Contents(const std::filesystem::path& path, std::string space_name, std::vector<std::string> spellings)
      : file(path),
        space(std::move(space_name)),
        architectures(std::move(spellings)),
        columns(architectures.size()),
        layouts(architectures.size()) {}

  std::string datasets_number(const std::string& line);
  void write_columns(Directory& directory);

  TableFile file;
  std::string space;
  std::vector<std::string> architectures;
  RecordColumns columns;
  std::vector<std::string> layouts;  // by architecture; empty: no record
  std::unordered_map<std::string, std::size_t> datasets;
  std::string dataset_lines;
  std::vector<std::string> schedules;
  std::size_t cells = 0;
};

std::string RecordWriter::Contents::datasets_number(const std::string& line) {
  const auto [found, is_new] = datasets.emplace(line, datasets.size());
  if (is_new) dataset_lines += line + '\n';
  return std::to_string(found->second);
}

RecordWriter::RecordWriter(const std::filesystem::path& file, std::string space, std::vector<std::string> architectures)
    : contents_(std::make_unique<Contents>(file, std::move(space), std::move(architectures))) {}

RecordWriter::~RecordWriter() = default;

std::size_t RecordWriter::cells() const { return contents_->cells; }

void RecordWriter::append(const EncodedCell& cell) {
  Contents& to = *contents_;
  require(cell.index < to.layouts.size() && to.layouts[cell.index].empty(), "a cell of the space is written once");
  std::span<const double> singles = cell.singles;
  std::span<const double> curves = cell.curves;
  std::size_t trial = 0;
  std::string& layout = to.layouts[cell.index];
  for (const EncodedCell::Schedule& schedule : cell.schedules) {
    if (std::find(to.schedules.begin(), to.schedules.end(), schedule.label) == to.schedules.end()) {
      to.schedules.push_back(schedule.label);
    }
    layout += fmt::format("{}{}:{}:{}:", layout.empty() ? "" : " ", schedule.label, schedule.weights_cleared ? 1 : 0,
                          to.datasets_number(schedule.datasets));
    for (std::size_t i = 0; i < schedule.trials; ++i) {
      const std::size_t shape = to.columns.shape(cell.shapes[trial++]);
      layout += fmt::format("{}{}", i == 0 ? "" : ",", shape);
      const std::uint64_t at = to.file.curves() + (cell.curves.size() - curves.size());
      to.columns.set(shape, cell.index, singles, curves, at);
    }
  }
  to.file.append_curves(cell.curves);
  ++to.cells;
}

void RecordWriter::Contents::write_columns(Directory& directory) {
  const std::string spellings = fixed_width(architectures);
  directory.spellings.name = "architecture";
  directory.spellings.type = ColumnInfo::Type::text;
  file.write_column(directory.spellings, std::as_bytes(std::span(spellings)));
  for (GrowingColumn& column : columns.all()) {
    const bool is_curve = column.info.type == ColumnInfo::Type::curve;
    column.info.missing = missing(column);
    file.write_column(column.info, is_curve ? bytes_of(column.rows) : bytes_of(column.figures));
    directory.columns.push_back(column.info);
  }
  const std::string block = fixed_width(layouts);
  ColumnInfo layout;
  layout.name = "record";
  layout.type = ColumnInfo::Type::text;
  layout.note = "the trials of a cell, as numbers of lines of the attachments";
  file.write_column(layout, std::as_bytes(std::span(block)));
  directory.columns.push_back(layout);
}

std::size_t RecordWriter::finish(const RecordSource& source, const std::string& provenance, const Defaults& defaults) {
  Contents& to = *contents_;
  const std::size_t disagreeing = add_record_means(to.columns, to.architectures.size());
  Directory directory;
  directory.space = to.space;
  directory.architectures = to.architectures.size();
  directory.provenance = provenance;
  directory.attachments = {{"record source", format_source(source, to.schedules)},
                           {"record shapes", to.columns.shape_lines()},
                           {"record datasets", to.dataset_lines}};
  to.write_columns(directory);
  std::vector<std::string> names;
  for (const ColumnInfo& column : directory.columns) names.push_back(column.name);
  if (defaults) directory.datasets = defaults(names);
  to.file.finish(std::move(directory));
  return disagreeing;
}

}  // namespace cellar
