#include "tests/conformance/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/searcher.hpp"
#include "core/trace_format.hpp"

namespace cellar::conformance {

Outcome spelled(std::vector<TraceRow> rows, const SearchSpace& space, std::vector<std::string> columns) {
  const TraceFormat format(space, columns);
  const auto real = std::find(columns.begin(), columns.end(), kRealSeconds) - columns.begin();
  Outcome outcome{std::move(rows), {}, std::move(columns)};
  for (TraceRow row : outcome.rows) {
    if (real < static_cast<std::ptrdiff_t>(row.extra.size())) row.extra[static_cast<std::size_t>(real)] = 0;
    outcome.lines.emplace_back();
    format.append(outcome.lines.back(), row);
  }
  return outcome;
}

std::string first_difference(const Outcome& a, const Outcome& b) {
  if (a.lines == b.lines) return "";
  const auto row =
      std::mismatch(a.lines.begin(), a.lines.end(), b.lines.begin(), b.lines.end()).first - a.lines.begin();
  return fmt::format("the runs differ from row {} on", row);
}

Finding attempt(const Setting& setting, std::string promise, const Promise& keep) {
  try {
    const std::string broken = keep();
    return {setting.name, std::move(promise), broken.empty(), broken};
  } catch (const std::exception& error) {
    return {setting.name, std::move(promise), false, error.what()};
  }
}

std::string budget_kept(const Outcome& outcome, const Budget& budget) {
  if (outcome.rows.empty()) return "nothing was asked";
  for (const TraceRow& row : outcome.rows) {
    const bool late = budget.unit == Budget::Unit::seconds && row.start_seconds >= budget.limit;
    if (late) return fmt::format("trial {} starts at {} s", row.trial, row.start_seconds);
  }
  return "";
}

}  // namespace cellar::conformance
