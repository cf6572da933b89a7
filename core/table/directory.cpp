#include "core/table/directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <unordered_set>

#include "core/numbers.hpp"
#include "core/table/header.hpp"

namespace cellar {

namespace {

// The places of a column's line.
enum Place {
  kWord,
  kName,
  kType,
  kUnit,
  kBetter,
  kLeast,
  kMost,
  kSource,
  kFirstEpoch,
  kWidth,
  kOffset,
  kBytes,
  kMissing,
  kChecksum,
  kNote,
  kPlaces
};
constexpr std::string_view kFigures = "<f8";  // numpy's names of types
constexpr std::string_view kPlaces32 = "<u4";
constexpr std::string_view kText = "S";

std::string_view type_name(ColumnInfo::Type type) {
  return type == ColumnInfo::Type::curve ? kPlaces32 : type == ColumnInfo::Type::text ? kText : kFigures;
}

std::string_view better_name(Quantity::Better better) {
  return better == Quantity::Better::unsaid ? "" : better == Quantity::Better::larger ? "max" : "min";
}

// Empty: there is none.
std::string bound_field(double bound) { return std::isinf(bound) ? std::string() : number_text(bound); }

std::string escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '\\':
        escaped += "\\\\";
        break;
      case '\t':
        escaped += "\\t";
        break;
      case '\n':
        escaped += "\\n";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char c = text[++i];
    plain += c == 't' ? '\t' : c == 'n' ? '\n' : c;
  }
  return plain;
}

void append_column(std::string& text, const ColumnInfo& column, std::uint64_t architectures) {
  std::string type(type_name(column.type));
  if (column.type == ColumnInfo::Type::text) type += std::to_string(column.bytes / architectures);
  const Quantity& quantity = column.quantity;
  fmt::format_to(std::back_inserter(text), "column\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:016x}\t{}\n",
                 escape(column.name), type, escape(quantity.unit), better_name(quantity.better),
                 bound_field(quantity.least), bound_field(quantity.most),
                 quantity.source ? escape(format(*quantity.source)) : "", column.first_epoch, column.width,
                 column.offset, column.bytes, column.missing, column.checksum, escape(column.note));
}

// Reads the lines one after the other; it knows where it is, for the messages.
class DirectoryReader {
 public:
  DirectoryReader(std::string_view text, std::uint64_t from, std::uint64_t to, std::string_view source)
      : rest_(text), end_(from), last_(to), source_(source) {}

  Directory read() {
    Directory directory;
    directory.space = text(value("space"));
    directory.architectures = number<std::uint64_t>("number of architectures", value("architectures"), 1);
    directory.provenance = unescape(value("provenance"));
    while (rest_.starts_with("attachment\t")) directory.attachments.push_back(attachment());
    while (rest_.starts_with("dataset\t")) directory.datasets.push_back(dataset());
    if (rest_.starts_with("curves\t")) directory.curves = curves();
    directory.spellings = column(directory.architectures, true);
    while (!rest_.empty()) directory.columns.push_back(column(directory.architectures, false));
    if (end_ != last_) fail("the columns do not end where the file says");
    return directory;
  }

 private:
  void next_line() {
    ++line_;
    fields_.clear();
    const auto end = rest_.find('\n');
    if (end == rest_.npos) fail("the line is missing or has no end");
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    for (auto tab = line.find('\t'); tab != line.npos; tab = line.find('\t')) {
      fields_.push_back(line.substr(0, tab));
      line.remove_prefix(tab + 1);
    }
    fields_.push_back(line);
  }

  std::string_view value(std::string_view word) {
    next_line();
    if (fields_.size() != 2 || fields_[0] != word) fail(fmt::format("'{}' and its value should stand here", word));
    return fields_[1];
  }

  std::pair<std::string, std::string> attachment() {
    next_line();
    if (fields_.size() != 3) fail("'attachment', a name and a text should stand here");
    return {text(fields_[1]), unescape(fields_[2])};
  }

  DatasetDefaults dataset() {
    next_line();
    if (fields_.size() != 3) fail("'dataset', a name and its defaults should stand here");
    return said([&] { return parse_dataset_defaults(text(fields_[1]), text(fields_[2])); });
  }

  // What a part that has a grammar of its own says.
  template <class Parse>
  auto said(Parse parse) const -> decltype(parse()) {
    try {
      return parse();
    } catch (const Error& error) {
      fail(error.what());
    }
  }

  Quantity quantity() const {
    Quantity quantity;
    quantity.unit = text(fields_[kUnit]);
    using Better = Quantity::Better;
    for (const Better better : {Better::larger, Better::smaller}) {
      if (fields_[kBetter] == better_name(better)) quantity.better = better;
    }
    if (fields_[kBetter] != better_name(quantity.better))
      fail(fmt::format("'{}' is neither max nor min", fields_[kBetter]));
    if (!fields_[kLeast].empty()) quantity.least = number<double>("lower bound", fields_[kLeast], -kUnbounded);
    if (!fields_[kMost].empty()) quantity.most = number<double>("upper bound", fields_[kMost], -kUnbounded);
    if (!fields_[kSource].empty()) {
      quantity.source = said([&] { return parse_figure_source(text(fields_[kSource])); });
    }
    return quantity;
  }

  // "curves", offset, bytes, checksum: doubles of all curves, one row after the other.
  ColumnInfo curves() {
    next_line();
    if (fields_.size() != 4) fail("'curves' and its three fields should stand here");
    ColumnInfo info;
    info.name = "curves";
    info.offset = number<std::uint64_t>("offset", fields_[1], 0);
    info.bytes = number<std::uint64_t>("number of bytes", fields_[2], 0);
    info.checksum = checksum(fields_[3]);
    if (info.bytes % sizeof(double) != 0) fail("the curves are no whole number of doubles");
    check_place(info);
    return info;
  }

  ColumnInfo column(std::uint64_t architectures, bool spellings) {
    next_line();
    if (fields_.size() != kPlaces || fields_[kWord] != "column") fail("a column of 15 fields should stand here");
    ColumnInfo info;
    info.name = text(fields_[kName]);
    info.quantity = quantity();
    info.note = text(fields_[kNote]);
    info.first_epoch = number<int>("first epoch", fields_[kFirstEpoch], 0);
    info.width = number<int>("width", fields_[kWidth], 1);
    info.offset = number<std::uint64_t>("offset", fields_[kOffset], 0);
    info.bytes = number<std::uint64_t>("number of bytes", fields_[kBytes], 0);
    info.missing = number<std::uint64_t>("number of missing values", fields_[kMissing], 0);
    info.checksum = checksum(fields_[kChecksum]);
    info.type = type(fields_[kType]);
    if (spellings && info.type != ColumnInfo::Type::text) fail("a type of 'S' should stand here");
    if (info.first_epoch > std::numeric_limits<int>::max() - info.width) fail("an epoch beyond all that can be");
    check_size(info, architectures);
    check_place(info);
    if (!names_.insert(info.name).second) fail(fmt::format("a second column '{}'", info.name));
    return info;
  }

  ColumnInfo::Type type(std::string_view name) const {
    if (name == kFigures) return ColumnInfo::Type::figures;
    if (name == kPlaces32) return ColumnInfo::Type::curve;
    if (!name.starts_with(kText)) fail(fmt::format("a column of an unknown type '{}'", name));
    return ColumnInfo::Type::text;
  }

  void check_size(const ColumnInfo& info, std::uint64_t architectures) const {
    std::uint64_t item = sizeof(double) * static_cast<std::uint64_t>(info.width);
    std::uint64_t items = architectures;
    if (info.type == ColumnInfo::Type::curve) item = sizeof(std::uint32_t);
    if (info.type == ColumnInfo::Type::text) {
      item = number<std::uint64_t>("length of texts", fields_[kType].substr(kText.size()), 1);
      if (info.width != 1) fail("texts have no epochs");
    }
    if (info.bytes % item != 0 || info.bytes / item != items) {
      fail(fmt::format("column '{}' has {} bytes for {} architectures", info.name, info.bytes, architectures));
    }
  }

  void check_place(const ColumnInfo& info) {
    const std::uint64_t offset = aligned(end_);
    if (info.offset != offset || offset > last_ || info.bytes > last_ - offset) {
      fail(fmt::format("column '{}' does not lie where it must", info.name));
    }
    end_ = offset + info.bytes;
  }

  std::string text(std::string_view escaped) const {
    std::string plain = unescape(escaped);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
    if (std::any_of(plain.begin(), plain.end(), is_control)) fail("a name or note with a control character");
    return plain;
  }

  template <class Number>
  Number number(std::string_view what, std::string_view text, Number least) const {
    const auto value = parse_number<Number>(text);
    if (!value || *value < least) fail(fmt::format("'{}' is no {}", text, what));
    return *value;
  }

  std::uint64_t checksum(std::string_view text) const {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc() || end != text.data() + text.size()) fail(fmt::format("'{}' is no checksum", text));
    return value;
  }

  [[noreturn]] void fail(std::string_view reason) const {
    throw_damaged(source_, fmt::format("line {} of its directory: {}", line_, reason));
  }

  std::string_view rest_;
  std::uint64_t end_;   // of what has been read, in the file
  std::uint64_t last_;  // where the columns end
  std::string_view source_;
  int line_ = 0;
  std::vector<std::string_view> fields_;
  std::unordered_set<std::string> names_;
};

}  // namespace

std::string format_directory(const Directory& directory) {
  std::string text = fmt::format("space\t{}\narchitectures\t{}\nprovenance\t{}\n", escape(directory.space),
                                 directory.architectures, escape(directory.provenance));
  for (const auto& [name, attached] : directory.attachments) {
    text += fmt::format("attachment\t{}\t{}\n", escape(name), escape(attached));
  }
  for (const DatasetDefaults& dataset : directory.datasets) {
    text += fmt::format("dataset\t{}\t{}\n", escape(dataset.dataset), escape(format(dataset)));
  }
  if (directory.curves) {
    text += fmt::format("curves\t{}\t{}\t{:016x}\n", directory.curves->offset, directory.curves->bytes,
                        directory.curves->checksum);
  }
  append_column(text, directory.spellings, directory.architectures);
  for (const ColumnInfo& column : directory.columns) append_column(text, column, directory.architectures);
  return text;
}

Directory parse_directory(std::string_view text, std::uint64_t from, std::uint64_t to, std::string_view source) {
  return DirectoryReader(text, from, to, source).read();
}

}  // namespace cellar
