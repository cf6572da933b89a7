#include "core/table/writer.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <unordered_set>

#include "core/errors.hpp"
#include "core/table/fixed_width.hpp"
#include "core/table/table_file.hpp"

namespace cellar {

namespace {

bool is_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

void check(const NewColumn& column, std::size_t architectures) {
  require(column.width >= 1 && column.values.size() == architectures * static_cast<std::size_t>(column.width),
          "a column holds size × width values");
  require(!column.name.empty() && is_line(column.name) && is_line(column.quantity.unit) && is_line(column.note),
          "a column's name, unit and note are single lines");
  require(std::none_of(column.values.begin(), column.values.end(), [](double v) { return std::isinf(v); }),
          "a column holds no infinite values");
  const auto metric = parse_metric_column(column.name);
  require(metric || column.name.find('@') == std::string::npos, "a column with '@' in its name is a metric");
  require(!metric || (column.first_epoch == metric->first_epoch &&
                      column.width == metric->last.measure.at.epochs - metric->first_epoch + 1),
          "a metric's column holds the epochs in its name");
}

void check(const NewTable& table) {
  require(!table.architectures.empty(), "a table has at least one architecture");
  require(!table.space.empty() && is_line(table.space), "a space's name is a single line");
  std::unordered_set<std::string_view> names{"architecture"};
  for (const NewColumn& column : table.columns) {
    check(column, table.architectures.size());
    require(names.insert(column.name).second, "a table's columns have different names");
  }
}

ColumnInfo describe(const NewColumn& column) {
  const auto missing =
      std::count_if(column.values.begin(), column.values.end(), [](double v) { return std::isnan(v); });
  ColumnInfo info{column.name, column.quantity, column.note, column.first_epoch, column.width};
  info.missing = static_cast<std::uint64_t>(missing);
  return info;
}

}  // namespace

void write_table(const NewTable& table, const std::filesystem::path& file) {
  check(table);
  TableFile writing(file);
  Directory directory;
  directory.space = table.space;
  directory.architectures = table.architectures.size();
  directory.provenance = table.provenance;
  directory.attachments = table.attachments;
  directory.datasets = table.datasets;
  directory.spellings.name = "architecture";
  directory.spellings.type = ColumnInfo::Type::text;
  const std::string spellings = fixed_width(table.architectures);
  writing.write_column(directory.spellings, std::as_bytes(std::span(spellings)));
  for (const NewColumn& column : table.columns) {
    directory.columns.push_back(describe(column));
    writing.write_column(directory.columns.back(), std::as_bytes(std::span(column.values)));
  }
  writing.finish(std::move(directory));
}

}  // namespace cellar
