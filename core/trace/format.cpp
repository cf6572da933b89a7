#include "core/trace/format.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

void append_integer(std::string& text, std::int64_t value) {
  text += ',';
  append_number(text, value);
}

void require_names(const std::vector<std::string>& names, const char* what) {
  for (const std::string& name : names) {
    require(is_column_name(name), what);
  }
}

}  // namespace

TraceFormat::TraceFormat(const SearchSpace& space, TraceColumns columns, bool has_seconds)
    : space_(space), columns_(std::move(columns)), has_seconds_(has_seconds) {
  require(!columns_.objectives.empty(), "a trace has at least one objective");
  require_names(columns_.objectives, "an objective has a name that CSV cannot hold");
  require_names(columns_.own, "a searcher's column has a name that CSV cannot hold");
}

std::string TraceFormat::column_line() const { return columns_.line() + '\n'; }

void TraceFormat::append_seconds(std::string& text, double seconds) const {
  text += ',';
  if (has_seconds_) append_number(text, seconds);
}

void TraceFormat::append_recommended(std::string& text, const std::optional<Architecture>& arch) const {
  text += ',';
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
  append_seconds(text, row.start_seconds);
  append_seconds(text, row.end_seconds);
  if (row.asked()) {
    text += ',';
    text += space_.format(row.arch);
    text += ',';
    if (space_.size()) append_number(text, static_cast<std::int64_t>(space_.index(row.arch)));
    append_integer(text, row.fidelity.epochs);
    append_integer(text, row.fidelity.schedule);
    text += ',';
    if (row.continues) append_number(text, std::int64_t{*row.continues});
  } else {
    text += ",,,,,";
  }
  for (std::size_t i = 0; i < columns_.objectives.size(); ++i) {
    text += ',';
    if (const auto value = row.values.at(i)) append_number(text, *value);
  }
  append_seconds(text, row.cost_seconds);
  append_recommended(text, row.recommended);
  append_integer(text, row.tag);
  for (const double value : row.extra) {
    text += ',';
    if (std::isfinite(value)) append_number(text, value);
  }
  text += '\n';
}

std::optional<Architecture> TraceFormat::parse_recommended(std::string_view field) const {
  if (field.empty()) return std::nullopt;
  if (!space_.size()) return space_.parse(field);
  const auto index = parse_number<std::uint64_t>(field);
  if (!index || *index >= *space_.size()) {
    throw Error(
        fmt::format("recommended is '{}', an index from 0 to {} is needed", printable(field), *space_.size() - 1));
  }
  return space_.at(*index);
}

TraceRow TraceFormat::parse(std::string_view line) const {
  const TraceFields fields(line, columns_);
  TraceRow row;
  row.trial = fields.trial();
  row.status = fields.status();
  row.worker = fields.worker();
  row.start_seconds = fields.start_seconds();
  row.end_seconds = fields.end_seconds();
  row.fidelity = fields.fidelity();
  if (row.asked()) row.arch = space_.parse(fields.architecture());
  row.continues = fields.continues();
  row.values = fields.values(row.status);
  row.cost_seconds = fields.cost_seconds();
  row.recommended = parse_recommended(fields.recommended());
  row.tag = fields.tag();
  fields.own([&](std::size_t, double value) { row.extra.push_back(value); });
  return row;
}

}  // namespace cellar
