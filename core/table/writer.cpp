#include "core/table/writer.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <unordered_set>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/table/directory.hpp"
#include "core/table/fixed_width.hpp"
#include "core/table/header.hpp"
#include "core/table/replacing_file.hpp"

namespace cellar {

namespace {

bool is_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

void check(const NewColumn& column, std::size_t architectures) {
  require(column.width >= 1 && column.values.size() == architectures * static_cast<std::size_t>(column.width),
          "a column holds size × width values");
  require(!column.name.empty() && is_line(column.name) && is_line(column.unit) && is_line(column.note),
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
  const auto bytes = std::as_bytes(std::span(column.values));
  ColumnInfo info{column.name, column.unit, column.note, column.first_epoch, column.width};
  info.missing = static_cast<std::uint64_t>(missing);
  info.bytes = bytes.size();
  info.checksum = xxh3(bytes);
  return info;
}

Directory describe(const NewTable& table, std::span<const std::byte> spellings) {
  Directory directory;
  directory.space = table.space;
  directory.architectures = table.architectures.size();
  directory.provenance = table.provenance;
  directory.spellings.name = "architecture";
  directory.spellings.type = ColumnInfo::Type::text;
  directory.spellings.bytes = spellings.size();
  directory.spellings.checksum = xxh3(spellings);
  for (const NewColumn& column : table.columns) directory.columns.push_back(describe(column));
  return directory;
}

// Writes one piece after the other, each at the next multiple of the alignment.
class AlignedWriter {
 public:
  explicit AlignedWriter(ReplacingFile& file) : file_(file) {}

  void write(std::span<const std::byte> bytes) {
    static constexpr std::byte kZeros[kColumnAlignment] = {};
    file_.write(std::span(kZeros).first(aligned(end_) - end_));
    file_.write(bytes);
    end_ = aligned(end_) + bytes.size();
  }

 private:
  ReplacingFile& file_;
  std::uint64_t end_ = 0;
};

}  // namespace

void write_table(const NewTable& table, const std::filesystem::path& file) {
  check(table);
  const std::string block = fixed_width(table.architectures);
  const auto spellings = std::as_bytes(std::span(block));
  Directory directory = describe(table, spellings);
  const std::uint64_t file_bytes = place_columns(directory);
  const std::string head = encode_head(format_directory(directory), file_bytes);

  ReplacingFile replacing(file);
  AlignedWriter writer(replacing);
  writer.write(std::as_bytes(std::span(head)));
  writer.write(spellings);
  for (const NewColumn& column : table.columns) writer.write(std::as_bytes(std::span(column.values)));
  replacing.commit();
}

}  // namespace cellar
