#include "experiments/report/trace_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/errors.hpp"
#include "core/numbers.hpp"

namespace cellar {
namespace {

constexpr std::string_view kMagic = "# cellar trace ";
constexpr std::string_view kColumns =
    "trial,status,worker,start_seconds,end_seconds,architecture,index,epochs,schedule,continues,observed,"
    "cost_seconds,incumbent,recommended,tag";
constexpr std::size_t kColumnCount = 15;
enum Column : std::size_t { kStatus = 1, kEndSeconds = 4, kIncumbent = 12, kRecommended = 13 };

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

// Long and odd bytes of a damaged file are not put on somebody's terminal.
std::string shown(std::string_view text) {
  std::string clean(text.substr(0, 40));
  for (char& c : clean) {
    if (c < ' ' || c > '~') c = '?';
  }
  return clean + (text.size() > 40 ? "…" : "");
}

// False: not even the first line is complete.
bool check_first_line(Lines& lines) {
  const auto line = lines.next();
  const std::string_view text = line ? *line : lines.rest();
  const std::string_view shared = text.substr(0, kMagic.size());
  if (shared != kMagic.substr(0, shared.size()) || (line && text.size() <= kMagic.size())) {
    lines.fail(fmt::format("'{}' does not begin a trace ('# cellar trace 1' does)", shown(text)));
  }
  if (!line) return false;
  const auto version = text.substr(kMagic.size());
  if (version != "1")
    lines.fail(fmt::format("trace version '{}' is not known to this program (it reads 1)", shown(version)));
  return true;
}

void set_table(TraceHead& head, std::string_view value) {
  const std::size_t space = value.rfind(' ');
  head.table = value.substr(0, space);
  if (space != std::string_view::npos) head.table_checksum = value.substr(space + 1);
}

void set_head(TraceHead& head, std::string_view line) {
  const std::string_view body = line.substr(std::min<std::size_t>(2, line.size()));
  const std::size_t colon = body.find(": ");
  if (colon == std::string_view::npos) return;
  const std::string_view key = body.substr(0, colon), value = body.substr(colon + 2);
  const std::array<std::pair<std::string_view, std::string*>, 7> known{{{"table_file", &head.table_file},
                                                                        {"dataset", &head.dataset},
                                                                        {"searcher", &head.searcher},
                                                                        {"budget", &head.budget},
                                                                        {"workers", &head.workers},
                                                                        {"observed", &head.observed},
                                                                        {"reported", &head.reported}}};
  for (const auto& [name, field] : known) {
    if (key == name) *field = value;
  }
  if (key == "table") set_table(head, value);
  if (key != "seed" && key != "program" && key != "table_file") head.settings.emplace_back(line);
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
  }
}

std::uint32_t parse_choice(const Fields& fields, const Lines& lines) {
  const bool own = !fields.field[kRecommended].empty();
  const std::string_view text = fields.field[own ? kRecommended : kIncumbent];
  if (text.empty()) return RunTrace::kNone;
  const auto index = parse_number<std::uint32_t>(text);
  if (!index || *index == RunTrace::kNone) {
    lines.fail(
        fmt::format("{} '{}' is not an index of an architecture", own ? "recommended" : "incumbent", shown(text)));
  }
  return *index;
}

bool asked(std::string_view status, const Lines& lines) {
  if (status == "ok" || status == "failed") return true;
  if (status != "worked") lines.fail(fmt::format("status '{}' is none of ok, failed, worked", shown(status)));
  return false;
}

void parse_row(std::string_view line, std::size_t columns, const Lines& lines, RunTrace& run) {
  const Fields fields = split(line);
  if (fields.commas + 1 != columns) lines.fail(fmt::format("{} fields instead of {}", fields.commas + 1, columns));
  const auto seconds = parse_number<double>(fields.field[kEndSeconds]);
  if (!seconds || *seconds < 0) {
    lines.fail(fmt::format("end_seconds '{}' is not a number of 0 or more", shown(fields.field[kEndSeconds])));
  }
  if (!run.end_seconds.empty() && *seconds < run.end_seconds.back()) {
    lines.fail(fmt::format("end_seconds {} is before the row above ({})", *seconds, run.end_seconds.back()));
  }
  const std::uint32_t before = run.evaluations.empty() ? 0 : run.evaluations.back();
  run.evaluations.push_back(before + (asked(fields.field[kStatus], lines) ? 1 : 0));
  run.choice.push_back(parse_choice(fields, lines));
  run.end_seconds.push_back(*seconds);
}

void parse_rows(Lines& lines, std::size_t columns, RunTrace& run) {
  while (const auto line = lines.next()) {
    if (run.complete) lines.fail("there is more after the '# end:' line");
    if (line->starts_with("# end: ")) {
      run.complete = true;
    } else if (line->starts_with('#')) {
      lines.fail(fmt::format("'{}' among the rows, where only '# end: …' may stand", shown(*line)));
    } else {
      parse_row(*line, columns, lines, run);
    }
  }
  if (run.complete && !lines.rest().empty()) lines.fail("there is more after the '# end:' line");
}

void reserve(RunTrace& run, std::size_t rows) {
  run.end_seconds.reserve(rows);
  run.choice.reserve(rows);
  run.evaluations.reserve(rows);
}

}  // namespace

std::size_t RunTrace::finished(double seconds) const {
  const auto after = std::upper_bound(end_seconds.begin(), end_seconds.end(), seconds);
  return static_cast<std::size_t>(after - end_seconds.begin());
}

std::optional<ParsedTrace> parse_trace(std::string_view text, const std::string& file) {
  Lines lines(text, file);
  if (!check_first_line(lines)) return std::nullopt;
  ParsedTrace trace;
  auto line = lines.next();
  for (; line && line->starts_with('#'); line = lines.next()) set_head(trace.head, *line);
  if (!line) return std::nullopt;
  if (!line->starts_with(kColumns) || (line->size() > kColumns.size() && (*line)[kColumns.size()] != ',')) {
    lines.fail(fmt::format("'{}' is not the line of column names", shown(*line)));
  }
  check_head(trace.head, lines);
  const auto columns = static_cast<std::size_t>(std::count(line->begin(), line->end(), ',')) + 1;
  trace.run.file = file;
  trace.run.first_line = lines.number() + 1;
  reserve(trace.run, static_cast<std::size_t>(std::count(lines.rest().begin(), lines.rest().end(), '\n')));
  parse_rows(lines, columns, trace.run);
  return trace;
}

}  // namespace cellar
