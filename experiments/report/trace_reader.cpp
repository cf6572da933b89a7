#include "experiments/report/trace_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/trace/end.hpp"
#include "core/trace/fields.hpp"

namespace cellar {
namespace {

std::size_t count_lines(std::string_view text) {
  std::size_t lines = 0;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1)) ++lines;
  return lines;
}

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
    number_ += count_lines(rest_.substr(0, bytes));
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

// Runs a reading with the place of what is wrong: the line that was read last.
template <class Read>
void at_line(const Lines& lines, Read read) {
  try {
    read();
  } catch (const Error& error) {
    lines.fail(error.what());
  }
}

// What is told of a trace's columns and of its rows so far.
struct Rows {
  TraceColumns columns;
  Incumbent<std::uint32_t> incumbent;
  std::optional<Fidelity> first;                        // of what had a value
  std::unordered_map<int, double> unfinished;           // epochs of trials that may be continued, by number
  std::size_t observed = 0;                             // columns of what was observed, behind the searcher's own
  std::unordered_map<std::uint32_t, Values> seen = {};  // the last of each architecture, where there are such columns
};

std::uint32_t parse_index(std::string_view text, const char* column) {
  const auto index = parse_number<std::uint32_t>(text);
  if (!index || *index == RunTrace::kNone) {
    throw Error(fmt::format("{} is '{}', the index of an architecture is needed", column, printable(text)));
  }
  return *index;
}

// Of training, that a row adds.
double epochs_of(const TraceFields& fields, Fidelity at, Rows& rows) {
  double before = 0;
  if (const auto continues = fields.continues()) {
    const auto found = rows.unfinished.find(*continues);
    if (found == rows.unfinished.end() || found->second > at.epochs) {
      throw Error(fmt::format("continues is '{}', which is no trial of fewer epochs above", *continues));
    }
    before = found->second;
  }
  if (at.epochs != at.schedule) rows.unfinished[fields.trial()] = at.epochs;
  return at.epochs - before;
}

std::uint32_t choice_of(const TraceFields& fields, const std::optional<double>& value, Fidelity at, Rows& rows,
                        RunTrace& run) {
  if (value) {
    rows.incumbent.see(parse_index(fields.index(), "index"), value, at);
    if (!rows.first) rows.first = at;
    run.mixes_epochs = run.mixes_epochs || at != *rows.first;
  }
  if (!fields.recommended().empty()) return parse_index(fields.recommended(), "recommended");
  return rows.incumbent.best().value_or(RunTrace::kNone);
}

// Of what the run stands for.
void add_observed(const TraceFields& fields, const Values& values, Rows& rows, RunTrace& run) {
  if (rows.observed == 0) return;
  if (!values.failed()) rows.seen[parse_index(fields.index(), "index")] = values;
  const auto found = rows.seen.find(run.choice.back());
  const std::size_t own = rows.columns.own.size();
  for (std::size_t i = 0; i < rows.observed; ++i) {
    run.own[own + i].values.push_back(found == rows.seen.end() ? std::nan("") : found->second[i]);
  }
}

void parse_row(std::string_view line, Rows& rows, RunTrace& run) {
  const TraceFields fields(line, rows.columns);
  const TraceRow::Status status = fields.status();
  const bool is_asked = status != TraceRow::Status::worked;
  const double seconds = fields.end_seconds();
  if (!run.end_seconds.empty() && seconds < run.end_seconds.back()) {
    throw Error(fmt::format("end_seconds is {}, before the row above ({})", seconds, run.end_seconds.back()));
  }
  const auto before = [](const auto& sums) { return sums.empty() ? 0 : sums.back(); };
  run.evaluations.push_back(before(run.evaluations) + (is_asked ? 1 : 0));
  const Values values = is_asked ? fields.values(status) : Values();
  const Fidelity at = is_asked ? fields.fidelity() : Fidelity();
  run.failures.push_back(before(run.failures) + (is_asked && values.failed() ? 1 : 0));
  run.epochs.push_back(before(run.epochs) + (is_asked ? epochs_of(fields, at, rows) : 1));
  run.choice.push_back(choice_of(fields, values.at(0), at, rows, run));
  run.end_seconds.push_back(seconds);
  fields.own([&](std::size_t column, double value) { run.own[column].values.push_back(value); });
  add_observed(fields, values, rows, run);
}

void check_end(const TraceEnd& end, std::string_view before, const Lines& lines, RunTrace& run) {
  run.complete = true;
  if (!lines.rest().empty()) throw Error("there is more after the '# end:' line");
  if (!end.fits(before)) throw Error("the file is damaged: this checksum does not fit what is above");
}

void parse_rows(std::string_view text, Lines& lines, Rows& rows, RunTrace& run) {
  while (const auto line = lines.next()) {
    at_line(lines, [&] {
      if (!line->starts_with('#')) {
        parse_row(*line, rows, run);
      } else if (const auto end = TraceEnd::parse(*line)) {
        check_end(*end, text.substr(0, static_cast<std::size_t>(line->data() - text.data())), lines, run);
      } else {
        throw Error(fmt::format("'{}' among the rows, where only '# end: …' may stand", printable(*line)));
      }
    });
  }
}

void reserve(RunTrace& run, std::size_t rows) {
  run.end_seconds.reserve(rows);
  run.choice.reserve(rows);
  run.evaluations.reserve(rows);
  run.failures.reserve(rows);
  run.epochs.reserve(rows);
  for (OwnColumn& column : run.own) column.values.reserve(rows);
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

// The size of the head, which is in head_ then; 0: it is not complete.
std::size_t TraceReader::read_head(std::string_view text, const std::string& file) {
  if (const auto same = text_.find(text)) return same->size;
  std::size_t size = 0;
  const auto read = std::make_shared<ReadHead>();
  try {
    auto head = TraceHead::parse(text, size);
    if (!head) return 0;
    read->head = std::move(*head);
  } catch (const Error& error) {
    throw Error(fmt::format("{} {}", file, error.what()));
  }
  Lines lines(text, file);
  lines.skip(size);
  at_line(lines, [&] { read->identity = parse_identity(read->head); });
  text_ = HeadText(text.substr(0, size));
  head_ = read;
  return size;
}

std::optional<ParsedTrace> TraceReader::parse(std::string_view text, const std::string& file) {
  const std::size_t head_size = read_head(text, file);
  if (head_size == 0) return std::nullopt;
  Lines lines(text, file);
  lines.skip(head_size);
  const auto line = lines.next();
  if (!line) return std::nullopt;
  Rows rows;
  const RunIdentity& identity = head_->identity;
  at_line(lines, [&] {
    rows.columns = TraceColumns::parse(*line);
    if (rows.columns.objectives != TraceColumns::of(identity.objectives, {}).objectives) {
      throw Error("the columns are not those of the objectives in the head");
    }
  });
  rows.incumbent = {identity.objectives.front(), counts_, identity.full.value_or(Fidelity{})};
  ParsedTrace trace{head_, {}};
  RunTrace& run = trace.run;
  for (const std::string& name : rows.columns.own) run.own.push_back({name, {}});
  if (identity.table.empty()) rows.observed = identity.objectives.size();
  for (std::size_t i = 0; i < rows.observed; ++i) run.own.push_back({identity.objectives[i].name, {}});
  run.file = file;
  run.first_line = lines.number() + 1;
  reserve(run, count_lines(lines.rest()));
  parse_rows(text, lines, rows, run);
  return trace;
}

std::optional<ParsedTrace> parse_trace(std::string_view text, const std::string& file, IncumbentCounts counts) {
  return TraceReader(counts).parse(text, file);
}

}  // namespace cellar
