#include "core/formats/import_header.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/table/metric.hpp"
#include "core/trace/fields.hpp"

namespace cellar {

namespace {

constexpr std::size_t kMostFields = 10'000;
constexpr std::size_t kLongestName = 400;

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "cifar10.test200.777" -> "cifar10.test@200/200.777"; none if it is not of that form.
std::optional<std::string> long_form(std::string_view text) {
  std::string_view seed;  // with its dot
  const auto last_dot = text.rfind('.');
  if (last_dot != text.npos && is_digits(text.substr(last_dot + 1))) {
    seed = text.substr(last_dot);
    text = text.substr(0, last_dot);
  }
  const auto dot = text.rfind('.');
  if (dot == text.npos) return std::nullopt;
  const auto dataset = text.substr(0, dot + 1);
  const auto figure = text.substr(dot + 1);
  for (const std::string_view split : {"train", "valtest", "valid", "test"}) {
    const auto epochs = figure.substr(std::min(split.size(), figure.size()));
    if (figure.substr(0, split.size()) != split || !is_digits(epochs)) continue;
    return fmt::format("{}{}@{}/{}{}", dataset, split, epochs, epochs, seed);
  }
  return std::nullopt;
}

// The notes may add where the figures come from.
void check_agreement(const NamedQuantity& named, const Quantity& noted) {
  const Quantity& own = *named.quantity;
  const bool other_source = own.source && noted.source && *own.source != *noted.source;
  if (same_kind(own, noted) && !other_source) return;
  throw Error(fmt::format("'{}' is [{}] here and [{}] in the notes", named.name, format(own), format(noted)));
}

// What a column without a unit of its own may hold; none: nothing that a table has a place for.
std::optional<ImportColumn> figures(std::string_view spelling, std::size_t field, const ImportNotes& notes) {
  NamedQuantity named = parse_named_quantity(spelling);
  const bool is_figure = named.quantity || notes.quantity(named.name);
  if (is_figure && (named.name == "architecture" || !is_column_name(named.name))) {
    throw Error(
        fmt::format("'{}' cannot be the name of a figure: it holds none of , \" # ; and is neither empty nor "
                    "'architecture'",
                    printable(named.name)));
  }
  if (named.name.find('@') != named.name.npos) named.name = format(parse_metric(named.name));
  if (const auto name = long_form(named.name); name && parse_metric_column(*name)) named.name = *name;
  if (const Quantity* noted = notes.quantity(named.name)) {
    if (named.quantity) check_agreement(named, *noted);
    named.quantity = *noted;
  }
  if (!named.quantity) named.quantity = usual_quantity(named.name);
  const bool positive = named.name.ends_with(".epoch_seconds");  // free training would never use up a budget
  if (named.quantity) return ImportColumn{field, named.name, *named.quantity, positive};
  if (named.name.find('@') == named.name.npos) return std::nullopt;
  throw Error(fmt::format("'{0}' needs its unit and which way is better, as in '{0} [% max 0..100]' or '{0} [1 min]'",
                          named.name));
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class HeaderReader {
 public:
  HeaderReader(std::string_view source, const ImportNotes& notes) : source_(source), notes_(notes) {}

  ImportHeader read(const std::vector<std::string_view>& fields) {
    if (fields.size() > kMostFields) fail(fmt::format("{} columns, more than {}", fields.size(), kMostFields));
    for (const std::string_view field : fields) add(field);
    const auto is_searched = [](const ImportColumn& column) {
      return parse_metric_column(column.name) || !usual_quantity(column.name);
    };
    if (std::none_of(header_.columns.begin(), header_.columns.end(), is_searched)) {
      fail(
          "a column of figures to search by is needed, such as cifar10-valid.valid@12/12 or 'similarity [1 max 0..1]'");
    }
    return std::move(header_);
  }

 private:
  void add(std::string_view spelling) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
    if (spelling.size() > kLongestName || std::any_of(spelling.begin(), spelling.end(), is_control)) {
      fail(fmt::format("'{}' is too long for the name of a column, or not of one line", printable(spelling)));
    }
    if (contains(header_.spellings, spelling)) fail(fmt::format("two columns '{}'", spelling));
    const std::size_t field = header_.spellings.size();
    header_.spellings.emplace_back(spelling);
    if (spelling == "trials") return;  // the seeds' own columns say it
    if (spelling == "index") {
      header_.index = field;
    } else if (spelling == "arch") {
      header_.arch = field;
    } else {
      add_figures(spelling, field);
    }
  }

  void add_figures(std::string_view spelling, std::size_t field) {
    auto column = parsed(spelling, field);
    if (!column) {
      header_.others.push_back(field);
      return;
    }
    for (const ImportColumn& other : header_.columns) {
      if (other.name != column->name) continue;
      fail(fmt::format("columns '{}' and '{}' are the same", header_.spellings[other.field], spelling));
    }
    header_.columns.push_back(std::move(*column));
  }

  std::optional<ImportColumn> parsed(std::string_view spelling, std::size_t field) const try {
    return figures(spelling, field, notes_);
  } catch (const Error& error) {
    fail(error.what());
  }

  [[noreturn]] void fail(std::string_view reason) const { throw Error(fmt::format("{}: {}", source_, reason)); }

  std::string_view source_;
  const ImportNotes& notes_;
  ImportHeader header_;
};

}  // namespace

ImportHeader parse_import_header(const std::vector<std::string_view>& fields, std::string_view source,
                                 const ImportNotes& notes) {
  return HeaderReader(source, notes).read(fields);
}

}  // namespace cellar
