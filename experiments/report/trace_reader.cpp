#include "experiments/report/trace_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/trace_format.hpp"
#include "core/trace_header.hpp"

namespace cellar {
namespace {

constexpr std::size_t kColumnCount = 15;
enum Column : std::size_t {
  kTrial = 0,
  kStatus = 1,
  kEndSeconds = 4,
  kEpochs = 7,
  kSchedule = 8,
  kContinues = 9,
  kIncumbent = 12,
  kRecommended = 13
};

// The complete lines of a text, one after the other.
class Lines {
 public:
  Lines(std::string_view text, const std::string& file) : rest_(text), file_(file) {}

  // None at the end; an unfinished last line is left in rest().
  std::optional<std::string_view> next() {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    ++number_;
    return line;
  }

  void skip(std::size_t bytes) {
    number_ +=
        static_cast<std::size_t>(std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(bytes), '\n'));
    rest_.remove_prefix(bytes);
  }

  std::string_view rest() const { return rest_; }
  std::size_t number() const { return number_; }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(fmt::format("{} line {}: {}", file_, number_, what));
  }

 private:
  std::string_view rest_;
  const std::string& file_;
  std::size_t number_ = 0;
};

void set_table(TraceHead& head, std::string_view value) {
  const std::size_t space = value.rfind(' ');
  head.table = value.substr(0, space);
  if (space != std::string_view::npos) head.table_checksum = value.substr(space + 1);
}

TraceHead make_head(const TraceHeader& header) {
  const auto value = [&](std::string_view key) { return header.get(key).value_or(""); };
  TraceHead head;
  set_table(head, value("table"));
  head.table_file = value("table_file");
  head.dataset = value("dataset");
  head.searcher = value("searcher");
  head.budget = value("budget");
  head.workers = value("workers");
  head.observed = value("observed");
  head.reported = value("reported");
  for (const auto& [key, text] : header.entries()) {
    if (key != "seed" && is_setting(key)) head.settings.push_back(fmt::format("{}: {}", key, text));
  }
  return head;
}

void check_head(const TraceHead& head, const Lines& lines) {
  const std::array<std::pair<const char*, const std::string*>, 5> needed{{{"table", &head.table},
                                                                          {"dataset", &head.dataset},
                                                                          {"searcher", &head.searcher},
                                                                          {"budget", &head.budget},
                                                                          {"observed", &head.observed}}};
  for (const auto& [name, field] : needed) {
    if (field->empty()) lines.fail(fmt::format("the head above has no '# {}: …' line", name));
  }
}

// The fields of a row up to `tag`; `commas` are those of the whole line.
struct Fields {
  std::array<std::string_view, kColumnCount> field;
  std::size_t commas = 0;
  std::string_view rest;  // the columns after `tag`
};

Fields split(std::string_view line) {
  Fields fields;
  const char* from = line.data();
  const char* const end = from + line.size();
  while (true) {
    const auto* comma = static_cast<const char*>(std::memchr(from, ',', static_cast<std::size_t>(end - from)));
    const char* const stop = comma ? comma : end;
    if (fields.commas < kColumnCount) fields.field[fields.commas] = {from, static_cast<std::size_t>(stop - from)};
    if (!comma) return fields;
    ++fields.commas;
    from = comma + 1;
    if (fields.commas == kColumnCount) fields.rest = {from, static_cast<std::size_t>(end - from)};
  }
}

std::uint32_t parse_choice(const Fields& fields, const Lines& lines) {
  const bool own = !fields.field[kRecommended].empty();
  const std::string_view text = fields.field[own ? kRecommended : kIncumbent];
  if (text.empty()) return RunTrace::kNone;
  const auto index = parse_number<std::uint32_t>(text);
  if (!index || *index == RunTrace::kNone) {
    lines.fail(
        fmt::format("{} '{}' is not an index of an architecture", own ? "recommended" : "incumbent", printable(text)));
  }
  return *index;
}

bool asked(std::string_view status, const Lines& lines) {
  if (status == "ok" || status == "failed") return true;
  if (status != "worked") lines.fail(fmt::format("status '{}' is none of ok, failed, worked", printable(status)));
  return false;
}

// What is told of a trace's columns and of its rows so far.
struct Rows {
  std::size_t columns;
  std::unordered_map<std::int64_t, double> unfinished;  // epochs of trials that may be continued, by number
};

std::int64_t parse_count(const Fields& fields, Column column, const char* name, const Lines& lines) {
  const auto count = parse_number<std::int64_t>(fields.field[column]);
  if (!count || *count < 0) {
    lines.fail(fmt::format("{} '{}' is not an integer of 0 or more", name, printable(fields.field[column])));
  }
  return *count;
}

// Of training, that a row adds.
double parse_epochs(const Fields& fields, const Lines& lines, Rows& rows) {
  const auto epochs = static_cast<double>(parse_count(fields, kEpochs, "epochs", lines));
  double before = 0;
  if (!fields.field[kContinues].empty()) {
    const auto found = rows.unfinished.find(parse_count(fields, kContinues, "continues", lines));
    if (found == rows.unfinished.end() || found->second > epochs) {
      lines.fail(fmt::format("continues {}, which is no trial of fewer epochs above", fields.field[kContinues]));
    }
    before = found->second;
  }
  if (fields.field[kEpochs] != fields.field[kSchedule]) {
    rows.unfinished[parse_count(fields, kTrial, "trial", lines)] = epochs;
  }
  return epochs - before;
}

void parse_own(std::string_view fields, const Lines& lines, RunTrace& run) {
  for (OwnColumn& column : run.own) {
    const std::string_view field = fields.substr(0, fields.find(','));
    fields.remove_prefix(std::min(field.size() + 1, fields.size()));
    const auto value = parse_number<double>(field);
    if (!value && !field.empty()) {
      lines.fail(fmt::format("{} '{}' is not a number", printable(column.name), printable(field)));
    }
    column.values.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
}

void parse_row(std::string_view line, const Lines& lines, Rows& rows, RunTrace& run) {
  const Fields fields = split(line);
  if (fields.commas + 1 != rows.columns) {
    lines.fail(fmt::format("{} fields instead of {}", fields.commas + 1, rows.columns));
  }
  const auto seconds = parse_number<double>(fields.field[kEndSeconds]);
  if (!seconds || *seconds < 0) {
    lines.fail(fmt::format("end_seconds '{}' is not a number of 0 or more", printable(fields.field[kEndSeconds])));
  }
  if (!run.end_seconds.empty() && *seconds < run.end_seconds.back()) {
    lines.fail(fmt::format("end_seconds {} is before the row above ({})", *seconds, run.end_seconds.back()));
  }
  const auto before = [](const std::vector<double>& sums) { return sums.empty() ? 0 : sums.back(); };
  const bool is_asked = asked(fields.field[kStatus], lines);
  run.evaluations.push_back(before(run.evaluations) + (is_asked ? 1 : 0));
  run.epochs.push_back(before(run.epochs) + (is_asked ? parse_epochs(fields, lines, rows) : 1));
  run.choice.push_back(parse_choice(fields, lines));
  run.end_seconds.push_back(*seconds);
  if (!run.own.empty()) parse_own(fields.rest, lines, run);
}

void parse_rows(Lines& lines, std::size_t columns, RunTrace& run) {
  Rows rows{columns, {}};
  while (const auto line = lines.next()) {
    if (run.complete) lines.fail("there is more after the '# end:' line");
    if (line->starts_with(kTraceEnd)) {
      run.complete = true;
    } else if (line->starts_with('#')) {
      lines.fail(fmt::format("'{}' among the rows, where only '# end: …' may stand", printable(*line)));
    } else {
      parse_row(*line, lines, rows, run);
    }
  }
  if (run.complete && !lines.rest().empty()) lines.fail("there is more after the '# end:' line");
}

void reserve(RunTrace& run, std::size_t rows) {
  run.end_seconds.reserve(rows);
  run.choice.reserve(rows);
  run.evaluations.reserve(rows);
  run.epochs.reserve(rows);
  for (OwnColumn& column : run.own) column.values.reserve(rows);
}

// Those after `tag` in the line of column names.
std::vector<OwnColumn> own_columns(std::string_view line) {
  std::vector<OwnColumn> columns;
  for (std::string_view rest = line.substr(kTraceColumns.size()); !rest.empty();) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find(','), rest.size());
    columns.push_back({std::string(rest.substr(0, end)), {}});
    rest.remove_prefix(end);
  }
  return columns;
}

}  // namespace

const OwnColumn* RunTrace::column(const std::string& name) const {
  const auto found = std::find_if(own.begin(), own.end(), [&](const OwnColumn& column) { return column.name == name; });
  return found == own.end() ? nullptr : &*found;
}

std::size_t RunTrace::finished(double time, Axis axis) const {
  const std::vector<double>& times = progress(axis);
  return static_cast<std::size_t>(std::upper_bound(times.begin(), times.end(), time) - times.begin());
}

std::optional<ParsedTrace> parse_trace(std::string_view text, const std::string& file) {
  Lines lines(text, file);
  std::size_t head_size = 0;
  const auto header = TraceHeader::parse(text, head_size);
  if (!header && TraceHeader::may_begin(text)) return std::nullopt;
  if (!header) {
    const std::string_view first = text.substr(0, text.find('\n'));
    throw Error(
        fmt::format("{} line 1: '{}' does not begin a trace ('# cellar trace 1' does)", file, printable(first)));
  }
  lines.skip(head_size);
  const auto line = lines.next();
  if (!line) return std::nullopt;
  if (!line->starts_with(kTraceColumns) ||
      (line->size() > kTraceColumns.size() && (*line)[kTraceColumns.size()] != ',')) {
    lines.fail(fmt::format("'{}' is not the line of column names", printable(*line)));
  }
  ParsedTrace trace{make_head(*header), {}};
  check_head(trace.head, lines);
  trace.run.own = own_columns(*line);
  trace.run.file = file;
  trace.run.first_line = lines.number() + 1;
  reserve(trace.run, static_cast<std::size_t>(std::count(lines.rest().begin(), lines.rest().end(), '\n')));
  parse_rows(lines, kColumnCount + trace.run.own.size(), trace.run);
  return trace;
}

}  // namespace cellar
