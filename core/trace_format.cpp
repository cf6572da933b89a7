#include "core/trace_format.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors.hpp"
#include "core/numbers.hpp"

namespace cellar {

namespace {

std::string_view status_name(TraceRow::Status status) {
  switch (status) {
    case TraceRow::Status::ok:
      return "ok";
    case TraceRow::Status::failed:
      return "failed";
    case TraceRow::Status::worked:
      return "worked";
  }
  throw ContractError("unknown status of a trial");
}

void append_integer(std::string& text, std::int64_t value) {
  text += ',';
  append_number(text, value);
}

// Hands out the fields of one line in order, each with the name of its column for errors.
class Fields {
 public:
  explicit Fields(std::string_view line) : rest_(line) {}

  std::string_view take(const char* column) {
    if (ended_) throw Error(fmt::format("the field '{}' is missing", column));
    const std::size_t comma = rest_.find(',');
    const std::string_view field = rest_.substr(0, comma);
    ended_ = comma == std::string_view::npos;
    rest_.remove_prefix(ended_ ? rest_.size() : comma + 1);
    return field;
  }

  template <class Number>
  Number number(const char* column) {
    const std::string_view field = take(column);
    const auto value = parse_number<Number>(field);
    if (!value) throw Error(fmt::format("{} is '{}', a number is needed", column, field));
    return *value;
  }

  template <class Number>
  std::optional<Number> optional_number(const char* column) {
    const std::string_view rest = rest_;
    if (take(column).empty()) return std::nullopt;
    rest_ = rest;
    ended_ = false;
    return number<Number>(column);
  }

  bool ended() const { return ended_; }

 private:
  std::string_view rest_;
  bool ended_ = false;
};

TraceRow::Status parse_status(std::string_view text) {
  for (const auto status : {TraceRow::Status::ok, TraceRow::Status::failed, TraceRow::Status::worked}) {
    if (status_name(status) == text) return status;
  }
  throw Error(fmt::format("status is '{}'; ok, failed or worked is needed", text));
}

}  // namespace

TraceFormat::TraceFormat(const SearchSpace& space, std::vector<std::string> extra_columns)
    : space_(space), extra_columns_(std::move(extra_columns)) {
  for (const std::string& column : extra_columns_) {
    require(column.find_first_of(",#\"\n\r") == std::string::npos,
            "a searcher's column has a name that CSV cannot hold");
  }
}

std::string TraceFormat::column_line() const {
  std::string line(kTraceColumns);
  for (const std::string& column : extra_columns_) line += ',' + column;
  return line + '\n';
}

void TraceFormat::append_key(std::string& text, const std::optional<Architecture>& arch) const {
  if (!arch) return;
  if (space_.size()) {
    append_number(text, static_cast<std::int64_t>(space_.index(*arch)));
  } else {
    text += space_.format(*arch);
  }
}

void TraceFormat::append(std::string& text, const TraceRow& row) const {
  append_number(text, std::int64_t{row.trial});
  text += ',';
  text += status_name(row.status);
  append_integer(text, row.worker);
  text += ',';
  append_number(text, row.start_seconds);
  text += ',';
  append_number(text, row.end_seconds);
  if (row.status == TraceRow::Status::worked) {
    text += ",,,,,,";
  } else {
    text += ',';
    text += space_.format(row.arch);
    text += ',';
    if (space_.size()) append_number(text, static_cast<std::int64_t>(space_.index(row.arch)));
    append_integer(text, row.fidelity.epochs);
    append_integer(text, row.fidelity.schedule);
    text += ',';
    if (row.continues) append_number(text, std::int64_t{*row.continues});
    text += ',';
    if (row.observed) append_number(text, *row.observed);
  }
  text += ',';
  append_number(text, row.cost_seconds);
  text += ',';
  append_key(text, row.incumbent);
  text += ',';
  append_key(text, row.recommended);
  append_integer(text, row.tag);
  for (const double value : row.extra) {
    text += ',';
    if (std::isfinite(value)) append_number(text, value);
  }
  text += '\n';
}

std::optional<Architecture> TraceFormat::parse_key(std::string_view field, const char* column) const {
  if (field.empty()) return std::nullopt;
  if (!space_.size()) return space_.parse(field);
  const auto index = parse_number<std::uint64_t>(field);
  if (!index || *index >= *space_.size()) {
    throw Error(fmt::format("{} is '{}', an index from 0 to {} is needed", column, field, *space_.size() - 1));
  }
  return space_.at(*index);
}

TraceRow TraceFormat::parse(std::string_view line) const {
  Fields fields(line);
  TraceRow row;
  row.trial = fields.number<int>("trial");
  row.status = parse_status(fields.take("status"));
  row.worker = fields.number<int>("worker");
  row.start_seconds = fields.number<double>("start_seconds");
  row.end_seconds = fields.number<double>("end_seconds");
  const std::string_view architecture = fields.take("architecture");
  fields.take("index");
  row.fidelity.epochs = fields.optional_number<int>("epochs").value_or(0);
  row.fidelity.schedule = fields.optional_number<int>("schedule").value_or(0);
  if (row.status != TraceRow::Status::worked) row.arch = space_.parse(architecture);
  row.continues = fields.optional_number<int>("continues");
  row.observed = fields.optional_number<double>("observed");
  if (row.observed.has_value() != (row.status == TraceRow::Status::ok)) {
    throw Error("observed needs a value where status is ok, and only there");
  }
  row.cost_seconds = fields.number<double>("cost_seconds");
  row.incumbent = parse_key(fields.take("incumbent"), "incumbent");
  row.recommended = parse_key(fields.take("recommended"), "recommended");
  row.tag = fields.number<int>("tag");
  for (const std::string& column : extra_columns_) {
    row.extra.push_back(fields.optional_number<double>(column.c_str()).value_or(std::nan("")));
  }
  if (!fields.ended()) throw Error("there are more fields than columns");
  return row;
}

}  // namespace cellar
