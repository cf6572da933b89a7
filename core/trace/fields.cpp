#include "core/trace/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Status = TraceRow::Status;
constexpr std::array kStatuses = {Status::ok,       Status::failed,   Status::worked,
                                  Status::repeated, Status::repaired, Status::timed_out};

bool has_values(Status status) {
  return status == Status::ok || status == Status::repeated || status == Status::repaired;
}

// Those of a list with commas; none of an empty text.
std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    text.remove_prefix(1);  // the comma before it
    const std::size_t end = std::min(text.find(','), text.size());
    names.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return names;
}

}  // namespace

std::string_view status_name(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::failed:
      return "failed";
    case Status::worked:
      return "worked";
    case Status::repeated:
      return "repeated";
    case Status::repaired:
      return "repaired";
    case Status::timed_out:
      return "timed_out";
  }
  throw ContractError("unknown status of a trial");
}

bool is_column_name(std::string_view name) {
  return !name.empty() && name.find_first_of(",;\"#\n\r") == std::string_view::npos;
}

bool is_fixed_column(std::string_view name) {
  for (const std::string_view columns : {kFirstColumns, kLastColumns}) {
    const auto names = split_names(fmt::format(",{}", columns));
    if (std::find(names.begin(), names.end(), name) != names.end()) return true;
  }
  return false;
}

TraceColumns TraceColumns::of(std::span<const Objective> objectives, std::vector<std::string> own) {
  TraceColumns columns{{}, std::move(own)};
  for (const Objective& objective : objectives) columns.objectives.push_back(objective.name);
  return columns;
}

std::string TraceColumns::line() const {
  std::string text(kFirstColumns);
  for (const std::string& name : objectives) text += ',' + name;
  text += ',';
  text += kLastColumns;
  for (const std::string& name : own) text += ',' + name;
  return text;
}

TraceColumns TraceColumns::parse(std::string_view line) {
  const auto fail = [&] {
    throw Error(fmt::format("'{}' is not the line of column names: {},OBJECTIVES…,{} is needed", printable(line),
                            kFirstColumns, kLastColumns));
  };
  if (!line.starts_with(kFirstColumns)) fail();
  const std::string_view rest = line.substr(kFirstColumns.size());
  const std::string last = fmt::format(",{}", kLastColumns);
  const std::size_t at = rest.find(last);
  if (at == std::string_view::npos) fail();
  const std::string_view own = rest.substr(at + last.size());
  if (!own.empty() && own.front() != ',') fail();
  if (at > 0 && rest.front() != ',') fail();
  TraceColumns columns{split_names(rest.substr(0, at)), split_names(own)};
  if (columns.objectives.empty() || columns.objectives.size() > kMaxObjectives) fail();
  return columns;
}

TraceFields::TraceFields(std::string_view line, const TraceColumns& columns)
    : columns_(columns), objectives_(columns.objectives.size()), begin_(line.data()) {
  const std::size_t wanted = kAfterObjectives + objectives_ + 3;
  const char* from = line.data();
  const char* const end = from + line.size();
  std::size_t found = 0;
  bool more = true;
  while (found < wanted && more) {
    const auto* const comma = static_cast<const char*>(std::memchr(from, ',', static_cast<std::size_t>(end - from)));
    ends_[found++] = comma ? comma : end;
    more = comma != nullptr;
    from = more ? comma + 1 : end;
  }
  own_ = {from, static_cast<std::size_t>(end - from)};
  const std::size_t others =
      more ? 1 + static_cast<std::size_t>(std::count(own_.begin(), own_.end(), ',')) : std::size_t{0};
  if (found != wanted || others != columns.own.size()) {
    throw Error(fmt::format("there are {} fields instead of {}", found + others, wanted + columns.own.size()));
  }
}

int TraceFields::whole(std::size_t column, const char* name) const {
  const auto value = parse_number<int>(field(column));
  if (!value) throw Error(fmt::format("{} is '{}', an integer is needed", name, printable(field(column))));
  return *value;
}

double TraceFields::seconds(std::size_t column, const char* name) const {
  const std::string_view text = field(column == kAfterObjectives ? kAfterObjectives + objectives_ : column);
  if (text.empty()) return 0;  // no time passes in this run
  const auto value = parse_number<double>(text);
  if (!value || !(*value >= 0) || std::isinf(*value)) {
    throw Error(fmt::format("{} is '{}', a number of 0 or more is needed", name, printable(text)));
  }
  return *value;
}

int TraceFields::trial() const { return whole(kTrial, "trial"); }
int TraceFields::worker() const { return whole(kWorker, "worker"); }
int TraceFields::tag() const { return whole(kAfterObjectives + objectives_ + 2, "tag"); }

Status TraceFields::status() const {
  for (const Status status : kStatuses) {
    if (status_name(status) == field(kStatus)) return status;
  }
  throw Error(fmt::format("status is '{}'; ok, failed, worked, repeated, repaired or timed_out is needed",
                          printable(field(kStatus))));
}

Fidelity TraceFields::fidelity() const {
  if (field(kEpochs).empty() && field(kSchedule).empty()) return {};
  const Fidelity at{whole(kEpochs, "epochs"), whole(kSchedule, "schedule")};
  if (at.epochs < 0) throw Error(fmt::format("epochs is '{}', an integer of 0 or more is needed", at.epochs));
  return at;
}

std::optional<int> TraceFields::continues() const {
  if (field(kContinues).empty()) return std::nullopt;
  return whole(kContinues, "continues");
}

Values TraceFields::values(Status status) const {
  std::array<double, kMaxObjectives> values{};
  std::size_t present = 0;
  for (std::size_t i = 0; i < objectives_; ++i) {
    const std::string_view text = field(kAfterObjectives + i);
    const auto value = parse_number<double>(text);
    if (!text.empty() && !value) {
      throw Error(fmt::format("{} is '{}', a number is needed", columns_.objectives[i], printable(text)));
    }
    values[i] = value.value_or(std::numeric_limits<double>::quiet_NaN());
    present += value ? 1 : 0;
  }
  if ((present > 0) != has_values(status)) {
    throw Error(fmt::format("{} needs a value where status is ok, repeated or repaired, and only there",
                            columns_.objectives.front()));
  }
  return present == 0 ? Values() : Values(std::span(values.data(), objectives_));
}

double TraceFields::own_value(std::string_view text, std::size_t column) const {
  if (text.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto value = parse_number<double>(text);
  if (!value) {
    throw Error(fmt::format("{} is '{}', a number is needed", printable(columns_.own[column]), printable(text)));
  }
  return *value;
}

}  // namespace cellar
