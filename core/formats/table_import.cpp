#include "core/formats/table_import.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "core/formats/csv.hpp"
#include "core/formats/import_header.hpp"
#include "core/formats/import_notes.hpp"
#include "core/formats/seed_means.hpp"
#include "core/formats/text_file.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"
#include "core/table/metric.hpp"

namespace cellar {

namespace {

constexpr std::uint64_t kMostArchitectures = 10'000'000;
constexpr std::size_t kMostValues = std::size_t{1} << 26;  // they are all in memory
constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

std::size_t table_size(const SearchSpace& space) {
  if (!space.size() || *space.size() > kMostArchitectures) {
    throw Error(fmt::format("space {} has more than the {} architectures that a table can hold", space.name(),
                            kMostArchitectures));
  }
  return static_cast<std::size_t>(*space.size());
}

class CsvImport {
 public:
  CsvImport(std::string_view text, std::string source, const SearchSpace& space)
      : source_(std::move(source)), space_(space), rows_(text, source_), line_of_(table_size(space), 0) {}

  Import read() {
    std::vector<std::string_view> fields;
    if (!rows_.next(fields)) throw Error(fmt::format("{} is empty", source_));
    header_ = parse_import_header(fields, source_);
    create_columns();
    while (rows_.next(fields)) row(fields);
    if (result_.report.rows == 0) throw Error(fmt::format("{} has no row below its column names", source_));
    finish();
    return std::move(result_);
  }

 private:
  void create_columns() {
    if (header_.columns.size() > kMostValues / line_of_.size()) {
      throw Error(fmt::format("{} has {} columns of figures; with {} architectures, a table can have {}", source_,
                              header_.columns.size(), line_of_.size(), kMostValues / line_of_.size()));
    }
    for (const ImportColumn& column : header_.columns) {
      NewColumn& created = result_.table.columns.emplace_back();
      created.name = column.name;
      created.unit = column.unit;
      const auto metric = parse_metric_column(column.name);
      created.first_epoch = metric ? metric->first_epoch : 0;
      created.values.assign(line_of_.size(), kAbsent);
    }
    empty_.assign(header_.columns.size(), 0);
  }

  void row(const std::vector<std::string_view>& fields) {
    if (fields.size() != header_.spellings.size()) {
      throw Error(fmt::format("{}, line {}: {} fields, where the first row names {} columns", source_, rows_.line(),
                              fields.size(), header_.spellings.size()));
    }
    const std::size_t index = architecture(fields);
    if (line_of_[index] != 0) {
      fail(header_.arch.value_or(header_.index.value_or(0)),
           fmt::format("architecture {} is there already, in line {}", index, line_of_[index]));
    }
    line_of_[index] = rows_.line();
    ++result_.report.rows;
    for (std::size_t i = 0; i < header_.columns.size(); ++i) {
      const std::string_view text = fields[header_.columns[i].field];
      if (text.empty()) {
        ++empty_[i];
      } else {
        result_.table.columns[i].values[index] = number(header_.columns[i], text);
      }
    }
  }

  // The index of the row's architecture.
  std::size_t architecture(const std::vector<std::string_view>& fields) const {
    if (!header_.arch) return index(fields[header_.index.value()]);
    const std::size_t by_arch = parse(fields[*header_.arch]);
    if (header_.index && index(fields[*header_.index]) != by_arch) {
      fail(*header_.index, fmt::format("{} is not the index of {}, which is {}", printable(fields[*header_.index]),
                                       printable(fields[*header_.arch]), by_arch));
    }
    return by_arch;
  }

  std::size_t index(std::string_view text) const {
    const auto index = parse_number<std::uint64_t>(text);
    if (!index || *index >= line_of_.size()) {
      fail(*header_.index, fmt::format("'{}' is not an index of space {}, 0 to {}", printable(text), space_.name(),
                                       line_of_.size() - 1));
    }
    return static_cast<std::size_t>(*index);
  }

  std::size_t parse(std::string_view text) const {
    try {
      return static_cast<std::size_t>(space_.index(space_.parse(text)));
    } catch (const Error& error) {
      fail(*header_.arch, error.what());
    }
  }

  double number(const ImportColumn& column, std::string_view text) const {
    const auto value = parse_number<double>(text);
    if (value && *value >= 0 && *value <= column.most && (*value > 0 || !column.positive)) return *value;
    const std::string shown = printable(text);
    if (column.positive)
      fail(column.field, fmt::format("'{}' is not a number above 0; leave it empty if unknown", shown));
    fail(column.field, std::isinf(column.most) ? fmt::format("'{}' is not a number from 0 up", shown)
                                               : fmt::format("'{}' is not a number from 0 to {}", shown, column.most));
  }

  void finish() {
    NewTable& table = result_.table;
    ImportReport& report = result_.report;
    table.space = space_.name();
    for (std::size_t i = 0; i < line_of_.size(); ++i) table.architectures.push_back(space_.format(space_.at(i)));
    report.absent = line_of_.size() - report.rows;
    for (std::size_t i = 0; i < empty_.size(); ++i) {
      if (empty_[i] > 0) report.empty.emplace_back(table.columns[i].name, empty_[i]);
    }
    report.ignored = std::move(header_.ignored);
    report.computed = add_seed_means(table);
  }

  [[noreturn]] void fail(std::size_t field, std::string_view reason) const {
    throw Error(fmt::format("{}, line {}, column '{}': {}", source_, rows_.line(), header_.spellings[field], reason));
  }

  std::string source_;
  const SearchSpace& space_;
  CsvReader rows_;
  ImportHeader header_;
  std::vector<int> line_of_;          // by index; 0: no row yet
  std::vector<std::uint64_t> empty_;  // by column
  Import result_;
};

void apply(ImportNotes notes, NewTable& table, const std::filesystem::path& file) {
  for (auto& [name, note] : notes.columns) {
    std::vector<std::string> known;
    NewColumn* noted = nullptr;
    for (NewColumn& column : table.columns) {
      known.push_back(column.name);
      if (column.name == name) noted = &column;
    }
    if (!noted) throw Error(fmt::format("{}: {}", file.string(), unknown_name("column", printable(name), known)));
    noted->note = std::move(note);
  }
  table.provenance = std::move(notes.provenance);
}

}  // namespace

std::vector<std::string> ImportReport::lines() const {
  std::vector<std::string> lines{fmt::format("{} architectures read", rows)};
  if (absent > 0) lines.push_back(fmt::format("{} architectures of the space have no row", absent));
  for (const auto& [column, count] : empty) {
    lines.push_back(fmt::format("{}: {} of {} values are missing", column, count, rows));
  }
  if (!ignored.empty()) lines.push_back(fmt::format("ignored columns: {}", fmt::join(ignored, ", ")));
  if (!computed.empty()) lines.push_back(fmt::format("means over seeds computed: {}", fmt::join(computed, ", ")));
  return lines;
}

Import import_csv(const std::filesystem::path& file, const SearchSpace& space, const std::filesystem::path& notes) {
  const std::string text = read_text(file);
  Import result = CsvImport(text, file.string(), space).read();
  result.table.provenance = fmt::format("imported from {}", file.filename().string());
  if (!notes.empty()) apply(read_notes(notes), result.table, notes);
  return result;
}

}  // namespace cellar
