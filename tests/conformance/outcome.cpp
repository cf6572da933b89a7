#include "tests/conformance/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/errors.hpp"
#include "core/searcher.hpp"
#include "core/trace/format.hpp"

namespace cellar::conformance {

Outcome spelled(std::vector<TraceRow> rows, const SearchSpace& space, TraceColumns columns) {
  const TraceFormat format(space, columns);
  const auto real = std::find(columns.own.begin(), columns.own.end(), kRealSeconds) - columns.own.begin();
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
  if (setting.begin) setting.begin(promise);
  Finding finding{setting.name, std::move(promise), true, {}};
  try {
    finding.detail = keep();
    finding.kept = finding.detail.empty();
  } catch (const SearcherFault& fault) {
    finding.kept = false;
    finding.detail = fmt::format("trial {}: {}", fault.trial(), fault.what());
  } catch (const std::exception& error) {
    finding.kept = false;
    finding.detail = error.what();
  }
  return finding;
}

Finding finish(const Setting& setting, Finding finding) {
  if (setting.end) setting.end(finding);
  return finding;
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
