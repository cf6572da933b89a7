#include "core/table/table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <unordered_map>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "core/table/directory.hpp"
#include "core/table/header.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

namespace {

// The metrics that columns hold, by column; none for the others.
std::vector<std::optional<MetricColumn>> metrics_of(const Directory& directory, std::string_view source) {
  std::vector<std::optional<MetricColumn>> metrics;
  for (const ColumnInfo& column : directory.columns) {
    metrics.push_back(parse_metric_column(column.name));
    if (!metrics.back()) continue;
    const int epochs = metrics.back()->last.measure.at.epochs - metrics.back()->first_epoch + 1;
    if (column.first_epoch != metrics.back()->first_epoch || column.width != epochs) {
      throw_damaged(source, fmt::format("the epochs of column '{}' are not those in its name", column.name));
    }
  }
  return metrics;
}

bool same_but_epoch(const Metric& a, const Metric& b) {
  return a.measure.at.schedule == b.measure.at.schedule && a.seed == b.seed && a.measure.split == b.measure.split &&
         a.dataset == b.dataset;
}

bool holds(const MetricColumn& column, const Metric& metric) {
  const int epoch = metric.measure.at.epochs;
  return column.first_epoch <= epoch && epoch <= column.last.measure.at.epochs && same_but_epoch(column.last, metric);
}

}  // namespace

struct Table::Contents {
  std::string name;
  std::string source;
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;
  std::uint64_t checksum = 0;
  std::uint64_t columns_from = 0;  // [bytes] from the start of the file
  Directory directory;
  std::vector<std::optional<MetricColumn>> metrics;           // by column
  std::unordered_map<std::string_view, std::size_t> by_name;  // the keys lie in `directory`
  std::unique_ptr<std::atomic<bool>[]> intact;                // by column, the last one for the spellings

  void check(const ColumnInfo& column, std::atomic<bool>& known_intact) const {
    if (known_intact.load(std::memory_order_acquire)) return;
    if (xxh3(bytes.subspan(column.offset, column.bytes)) != column.checksum) {
      throw_damaged(source, fmt::format("the checksum of column '{}' does not fit", column.name));
    }
    if (column.type == ColumnInfo::Type::curve) check_rows(column);
    known_intact.store(true, std::memory_order_release);
  }

  std::span<const std::uint32_t> rows(const ColumnInfo& column) const {
    return {reinterpret_cast<const std::uint32_t*>(bytes.data() + column.offset), directory.architectures};
  }

  std::span<const double> curves() const {
    if (!directory.curves) return {};
    return {reinterpret_cast<const double*>(bytes.data() + directory.curves->offset),
            directory.curves->bytes / sizeof(double)};
  }

  // Every row lies among the curves.
  void check_rows(const ColumnInfo& column) const {
    const std::size_t size = curves().size();
    const auto width = static_cast<std::size_t>(column.width);
    for (const std::uint32_t row : rows(column)) {
      if (row != ColumnView::kNoRow && (width > size || row > size - width)) {  // which a view takes for no row
        throw_damaged(source, fmt::format("a row of column '{}' lies outside of the curves", column.name));
      }
    }
  }

  ColumnView view(std::size_t number, int epoch) const {
    check(directory.columns[number], intact[number]);
    return unchecked_view(number, epoch);
  }

  ColumnView unchecked_view(std::size_t number, int epoch) const {
    const ColumnInfo& column = directory.columns[number];
    const auto from_first = static_cast<std::size_t>(epoch - column.first_epoch);
    const auto size = static_cast<std::size_t>(directory.architectures);
    if (column.type == ColumnInfo::Type::curve) {
      return {column, curves(), rows(column).data(), from_first, size};
    }
    const auto* figures = reinterpret_cast<const double*>(bytes.data() + column.offset);
    return {column, figures + from_first, static_cast<std::size_t>(column.width), size};
  }

  std::string_view text(const ColumnInfo& column, std::uint64_t index) const {
    const std::uint64_t width = column.bytes / directory.architectures;
    const std::string_view padded(reinterpret_cast<const char*>(bytes.data() + column.offset + index * width),
                                  static_cast<std::size_t>(width));
    return padded.substr(0, std::min(padded.find('\0'), padded.size()));
  }

  // The number of a column that holds figures.
  std::optional<std::size_t> number_of_figures(std::string_view column) const {
    const auto found = by_name.find(column);
    if (found == by_name.end()) return std::nullopt;
    require(directory.columns[found->second].type != ColumnInfo::Type::text, "a column of texts has no figures");
    return found->second;
  }

  void check_spellings() const { check(directory.spellings, intact[directory.columns.size()]); }

  void check_missing(std::size_t number) const {
    const ColumnInfo& column = directory.columns[number];
    check(column, intact[number]);
    if (column.type == ColumnInfo::Type::text) return;
    std::uint64_t missing = 0;
    for (int epoch = 0; epoch < column.width; ++epoch) {
      const ColumnView values = view(number, column.first_epoch + epoch);
      for (std::size_t i = 0; i < values.size(); ++i) missing += std::isnan(values[i]) ? 1 : 0;
    }
    if (missing != column.missing) {
      throw_damaged(source, fmt::format("column '{}' lacks {} values, the directory says {}", column.name, missing,
                                        column.missing));
    }
  }

  // The bytes from `end` to the column that follows are zeros.
  void check_gap(std::uint64_t end, const ColumnInfo& following) const {
    for (const std::byte byte : bytes.subspan(end, following.offset - end)) {
      if (byte != std::byte{0})
        throw_damaged(source, fmt::format("the gap before column '{}' is not zero", following.name));
    }
  }
};

Table::Table(std::string name, std::span<const std::byte> bytes, std::shared_ptr<const void> owner, std::string source)
    : contents_(std::make_unique<Contents>()) {
  require(reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(double) == 0, "a table's bytes must be aligned");
  Contents& contents = *contents_;
  contents.source = source.empty() ? fmt::format("table '{}'", name) : std::move(source);
  contents.name = std::move(name);
  contents.bytes = bytes;
  contents.owner = std::move(owner);
  const Head head = decode_head(bytes, contents.source);
  contents.checksum = head.checksum;
  contents.columns_from = head.columns_from;
  contents.directory = parse_directory(head.directory, head.columns_from, head.columns_to, contents.source);
  contents.metrics = metrics_of(contents.directory, contents.source);
  const std::size_t columns = contents.directory.columns.size();
  for (std::size_t i = 0; i < columns; ++i) contents.by_name.emplace(contents.directory.columns[i].name, i);
  contents.intact = std::make_unique<std::atomic<bool>[]>(columns + 1);
}

Table::~Table() = default;
Table::Table(Table&&) noexcept = default;
Table& Table::operator=(Table&&) noexcept = default;

const std::string& Table::name() const { return contents_->name; }
const std::string& Table::space() const { return contents_->directory.space; }
std::uint64_t Table::size() const { return contents_->directory.architectures; }
const std::string& Table::provenance() const { return contents_->directory.provenance; }
const std::string* Table::attachment(std::string_view name) const {
  const auto& all = contents_->directory.attachments;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& attached) { return attached.first == name; });
  return found == all.end() ? nullptr : &found->second;
}

std::uint64_t Table::checksum() const { return contents_->checksum; }
const std::vector<ColumnInfo>& Table::columns() const { return contents_->directory.columns; }

const ColumnInfo* Table::describe(std::string_view column) const {
  const auto found = contents_->by_name.find(column);
  return found == contents_->by_name.end() ? nullptr : &contents_->directory.columns[found->second];
}

std::string_view Table::architecture(std::uint64_t index) const {
  require(index < size(), "a table has no architecture of this index");
  contents_->check_spellings();
  return contents_->text(contents_->directory.spellings, index);
}

std::vector<std::string> Table::datasets() const {
  std::vector<std::string> datasets;
  for (const auto& column : contents_->metrics) {
    if (!column || std::find(datasets.begin(), datasets.end(), column->last.dataset) != datasets.end()) continue;
    datasets.push_back(column->last.dataset);
  }
  for (const DatasetDefaults& defaults : contents_->directory.datasets) {
    const bool is_there = std::find(datasets.begin(), datasets.end(), defaults.dataset) != datasets.end();
    if (!is_there) datasets.push_back(defaults.dataset);
  }
  return datasets;
}

const DatasetDefaults* Table::defaults(std::string_view dataset) const {
  const auto& all = contents_->directory.datasets;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& said) { return said.dataset == dataset; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<ColumnView> Table::find(std::string_view column) const {
  const auto number = contents_->number_of_figures(column);
  if (!number) return std::nullopt;
  return contents_->view(*number, contents_->directory.columns[*number].first_epoch);
}

std::optional<ColumnView> Table::find_unchecked(std::string_view column) const {
  const auto number = contents_->number_of_figures(column);
  if (!number) return std::nullopt;
  return contents_->unchecked_view(*number, contents_->directory.columns[*number].first_epoch);
}

std::optional<std::string_view> Table::text(std::string_view column, std::uint64_t index) const {
  require(index < size(), "a table has no architecture of this index");
  const auto found = contents_->by_name.find(column);
  if (found == contents_->by_name.end()) return std::nullopt;
  const ColumnInfo& info = contents_->directory.columns[found->second];
  require(info.type == ColumnInfo::Type::text, "a column of figures has no texts");
  return contents_->text(info, index);
}

std::optional<ColumnView> Table::find(const Metric& metric) const {
  const auto& metrics = contents_->metrics;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (metrics[i] && holds(*metrics[i], metric)) return contents_->view(i, metric.measure.at.epochs);
  }
  return std::nullopt;
}

ColumnView Table::at(const Metric& metric) const {
  if (const auto view = find(metric)) return *view;
  const auto known = datasets();
  if (std::find(known.begin(), known.end(), metric.dataset) == known.end()) {
    throw Error(fmt::format("{} in table '{}'", unknown_name("data set", metric.dataset, known), name()));
  }
  std::vector<std::string> measures;
  for (std::size_t i = 0; i < columns().size(); ++i) {
    const auto& column = contents_->metrics[i];
    if (column && column->last.dataset == metric.dataset) {
      measures.push_back(columns()[i].name.substr(metric.dataset.size() + 1));
    }
  }
  throw Error(fmt::format("table '{}' has no {}; it has for {}: {}", name(), format(metric), metric.dataset,
                          fmt::join(measures, ", ")));
}

std::vector<int> Table::seeds(const Metric& metric) const {
  std::vector<int> seeds;
  for (const auto& column : contents_->metrics) {
    if (!column || !column->last.seed) continue;
    Metric of_seed = metric;
    of_seed.seed = column->last.seed;
    if (holds(*column, of_seed)) seeds.push_back(*of_seed.seed);
  }
  std::sort(seeds.begin(), seeds.end());  // an epoch may stand in a column of its own and in a curve
  seeds.erase(std::unique(seeds.begin(), seeds.end()), seeds.end());
  return seeds;
}

void Table::verify() const {
  const Directory& directory = contents_->directory;
  std::uint64_t from = contents_->columns_from;
  if (directory.curves) {
    contents_->check_gap(from, *directory.curves);
    std::atomic<bool> unknown = false;
    contents_->check(*directory.curves, unknown);
    from = directory.curves->offset + directory.curves->bytes;
  }
  contents_->check_gap(from, directory.spellings);
  contents_->check_spellings();
  std::uint64_t end = directory.spellings.offset + directory.spellings.bytes;
  for (std::size_t i = 0; i < directory.columns.size(); ++i) {
    contents_->check_gap(end, directory.columns[i]);
    contents_->check_missing(i);
    end = directory.columns[i].offset + directory.columns[i].bytes;
  }
}

std::shared_ptr<const Table> open_table(const std::filesystem::path& file) {
  const auto mapped = std::make_shared<const MappedFile>(file);
  return std::make_shared<const Table>(file.stem().string(), mapped->bytes(), mapped, file.string());
}

}  // namespace cellar
