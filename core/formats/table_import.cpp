#include "core/formats/table_import.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "core/formats/csv.hpp"
#include "core/formats/import_header.hpp"
#include "core/formats/import_notes.hpp"
#include "core/formats/named_source.hpp"
#include "core/formats/nas_bench/usual_defaults.hpp"
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

// " from 0 to 100", " from 0 up".
std::string range_text(const Quantity& in) {
  const bool has_least = !std::isinf(in.least), has_most = !std::isinf(in.most);
  if (has_least && has_most) return fmt::format(" from {} to {}", in.least, in.most);
  return has_least ? fmt::format(" from {} up", in.least) : has_most ? fmt::format(" up to {}", in.most) : "";
}

std::size_t table_size(const SearchSpace& space) {
  if (!space.size() || *space.size() > kMostArchitectures) {
    throw Error(fmt::format("space {} has more than the {} architectures that a table can hold", space.name(),
                            kMostArchitectures));
  }
  return static_cast<std::size_t>(*space.size());
}

class CsvImport {
 public:
  CsvImport(const CsvFile& csv, const SearchSpace& space, const ChoiceFields& choices)
      : source_(csv.source),
        space_(space),
        choices_(choices),
        rows_(csv.text, source_),
        header_(csv.header),
        line_of_(table_size(space), 0) {}

  Import read() {
    if (!header_.index && !header_.arch && choices_.fields.empty()) {
      throw Error(fmt::format("{}: a column 'arch' or 'index' is needed, or --space auto and a column for each choice",
                              source_));
    }
    std::vector<std::string_view> fields;
    rows_.next(fields);  // the names
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
      created.quantity = column.quantity;
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
      fail(header_.arch.value_or(header_.index.value_or(choices_.fields.empty() ? 0 : choices_.fields[0])),
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
    if (!choices_.fields.empty()) return by_choices(fields);
    if (!header_.arch) return index(fields[header_.index.value()]);
    const std::size_t by_arch = parse(fields[*header_.arch]);
    if (header_.index && index(fields[*header_.index]) != by_arch) {
      fail(*header_.index, fmt::format("{} is not the index of {}, which is {}", printable(fields[*header_.index]),
                                       printable(fields[*header_.arch]), by_arch));
    }
    return by_arch;
  }

  std::size_t by_choices(const std::vector<std::string_view>& fields) const {
    std::vector<std::string_view> values;
    for (const std::size_t field : choices_.fields) values.push_back(fields[field]);
    try {
      return static_cast<std::size_t>(space_.index(choices_.architecture(values)));
    } catch (const Error& error) {
      fail(choices_.fields[0], error.what());
    }
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
    const Quantity& in = column.quantity;
    const bool is_finite = value && std::isfinite(*value);
    if (is_finite && *value >= in.least && *value <= in.most && (*value > 0 || !column.positive)) return *value;
    const std::string shown = printable(text);
    if (column.positive)
      fail(column.field, fmt::format("'{}' is not a number above 0; leave it empty if unknown", shown));
    const std::string reason = fmt::format("'{}' is not a number{}", shown, range_text(in));
    if (!is_finite) fail(column.field, reason);
    fail(column.field,
         fmt::format("{}; the column's name may say what it is, as in '{} [1 max]'", reason, column.name));
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
    for (const std::size_t field : header_.others) {
      const auto& used = choices_.fields;
      if (std::find(used.begin(), used.end(), field) == used.end()) report.ignored.push_back(header_.spellings[field]);
    }
    report.computed = in_file(source_, [&] { return add_seed_means(table); });
  }

  [[noreturn]] void fail(std::size_t field, std::string_view reason) const {
    throw Error(fmt::format("{}, line {}, column '{}': {}", source_, rows_.line(), header_.spellings[field], reason));
  }

  std::string source_;
  const SearchSpace& space_;
  const ChoiceFields& choices_;
  CsvReader rows_;
  ImportHeader header_;
  std::vector<int> line_of_;          // by index; 0: no row yet
  std::vector<std::uint64_t> empty_;  // by column
  Import result_;
};

// As core/table/dataset.hpp finds them: of the data set, its validation half, or none; single seeds make a mean.
bool is_figure(const NewTable& table, const std::string& dataset, const std::string& figure) {
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const NewColumn& column) {
    return column.name == figure || column.name == fmt::format("{}.{}", dataset, figure) ||
           column.name == fmt::format("{}-valid.{}", dataset, figure);
  });
}

void apply(ImportNotes notes, NewTable& table, const std::filesystem::path& file) {
  for (auto& [name, quantity, note] : notes.columns) {
    std::vector<std::string> known;
    NewColumn* noted = nullptr;
    for (NewColumn& column : table.columns) {
      known.push_back(column.name);
      if (column.name == name) noted = &column;
    }
    if (!noted) throw Error(fmt::format("{}: {}", file.string(), unknown_name("column", printable(name), known)));
    noted->note = std::move(note);
    if (quantity) noted->quantity = *quantity;  // of a computed mean, too
  }
  if (!notes.provenance.empty()) table.provenance = std::move(notes.provenance);
  table.datasets = std::move(notes.datasets);
  for (const DatasetDefaults& defaults : table.datasets) {
    std::vector<std::string> named = defaults.truth;
    if (!defaults.observed.empty()) named.push_back(defaults.observed);
    for (const std::string& figure : named) {
      if (is_figure(table, defaults.dataset, figure)) continue;
      throw Error(fmt::format("{}: data set {}: the CSV has no figure '{}'", file.string(), defaults.dataset,
                              printable(figure)));
    }
  }
}

}  // namespace

std::vector<std::string> ImportReport::lines() const {
  std::vector<std::string> lines{fmt::format("{} architectures read", rows)};
  if (absent > 0) lines.push_back(fmt::format("{} architectures of the space have no row", absent));
  for (const auto& [column, count] : empty) {
    lines.push_back(fmt::format("{}: {} of {} values are missing", column, count, rows));
  }
  if (!ignored.empty())
    lines.push_back(fmt::format("ignored columns: {}; a figure says its unit, as in '{} [1 min]'",
                                fmt::join(ignored, ", "), ignored.front()));
  if (!computed.empty()) lines.push_back(fmt::format("means over seeds computed: {}", fmt::join(computed, ", ")));
  return lines;
}

CsvFile open_csv(const std::filesystem::path& file, const std::filesystem::path& notes) {
  CsvFile csv{read_text(file), file.string(), {}, notes, {}};
  if (!notes.empty()) csv.notes = read_notes(notes);
  std::vector<std::string_view> fields;
  CsvReader rows(csv.text, csv.source);
  if (!rows.next(fields)) throw Error(fmt::format("{} is empty", csv.source));
  csv.header = parse_import_header(fields, csv.source, csv.notes);
  return csv;
}

Import import_csv(CsvFile csv, const SearchSpace& space, const ChoiceFields& choices) {
  Import result = CsvImport(csv, space, choices).read();
  result.table.provenance = fmt::format("imported from {}", std::filesystem::path(csv.source).filename().string());
  if (!csv.notes_file.empty()) apply(std::move(csv.notes), result.table, csv.notes_file);
  std::vector<std::string> names;
  for (const NewColumn& column : result.table.columns) names.push_back(column.name);
  if (result.table.datasets.empty()) result.table.datasets = usual_defaults(space.name(), names);
  const auto is_metric = [](const std::string& name) { return parse_metric_column(name).has_value(); };
  if (result.table.datasets.empty() && std::none_of(names.begin(), names.end(), is_metric)) {
    throw Error(
        fmt::format("{}: no column names a data set, as 'DATASET.valid' does; --notes FILE with a section "
                    "[datasets] and a line 'NAME = observe {}' gives one",
                    csv.source, names.back()));
  }
  return result;
}

Import import_csv(const std::filesystem::path& file, const SearchSpace& space, const std::filesystem::path& notes) {
  return import_csv(open_csv(file, notes), space);
}

}  // namespace cellar
