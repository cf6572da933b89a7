#include "experiments/report/curve_metric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/errors.hpp"
#include "core/suggest.hpp"

namespace cellar {
namespace {

// Columns whose names begin alike are listed one by one up to so many.
constexpr std::ptrdiff_t kMostListed = 6;

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

// The searcher's columns; runs of one searcher may differ in them if different versions made them.
std::vector<std::string> own_columns(const SearcherRuns& group) {
  std::vector<std::string> names;
  for (const RunTrace& run : group.runs) {
    for (const OwnColumn& column : run.own) add_once(names, column.name);
  }
  return names;
}

// Of an objective that was observed, and where the name of another column says it; else empty.
std::string unit_of_column(const RunIdentity& run, const std::string& column) {
  for (const Objective& objective : run.objectives) {
    if (objective.name == column) return objective.unit;
  }
  return column.ends_with("_accuracy") ? "%" : column.ends_with("_seconds") ? "s" : "";
}

}  // namespace

CurveMetric::CurveMetric(const ReportMetric& figure) : name_(figure.name()), unit_(figure.unit()), figure_(figure) {}

CurveMetric::CurveMetric(std::string column, std::string unit) : name_(std::move(column)), unit_(std::move(unit)) {}

std::string CurveMetric::label() const {
  const bool has_unit = !unit_.empty() && unit_ != "1";
  return fmt::format("{}{}", figure_ ? figure_->full_name() : name_, has_unit ? " [" + unit_ + "]" : "");
}

CurveMetric::Kind CurveMetric::kind() const {
  if (figure_ && figure_->is_regret()) return Kind::regret;
  return figure_ && figure_->larger_is_better() ? Kind::figure : Kind::own;
}

double CurveMetric::after(const RunTrace& run, std::size_t row) const {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  if (figure_) return run.choice[row] == RunTrace::kNone ? kNothing : figure_->at(run.choice[row]);
  const OwnColumn* const column = run.column(name_);
  return column ? column->values[row] : kNothing;
}

std::vector<CurveMetric> find_metrics(const SearcherRuns& group, const ReportTruth& truth, const std::string& name) {
  const ReportMetric* const figure = name == "regret" ? truth.final_regret() : truth.find(name);
  if (figure) return {CurveMetric(*figure)};
  const bool is_prefix = name.ends_with('*');
  std::vector<CurveMetric> metrics;
  for (const std::string& column : own_columns(group)) {
    const bool meant = is_prefix ? column.starts_with(name.substr(0, name.size() - 1)) : column == name;
    if (meant) metrics.emplace_back(column, unit_of_column(group.identity, column));
  }
  return metrics;
}

void add_metric_names(const SearcherRuns& group, const ReportTruth& truth, std::vector<std::string>& names) {
  for (const ReportMetric& metric : truth.metrics) add_once(names, metric.name());
  const auto columns = own_columns(group);
  for (const std::string& column : columns) {
    const std::string family = column.substr(0, column.find('_') + 1);
    const auto related = [&](const std::string& other) { return other.starts_with(family); };
    const bool many = !family.empty() && std::count_if(columns.begin(), columns.end(), related) > kMostListed;
    add_once(names, many ? family + "*" : column);
  }
}

void check_known(const std::vector<SearcherRuns>& groups, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    bool found = false;
    std::vector<std::string> known;
    for (const SearcherRuns& group : groups) {
      const ReportTruth truth = make_report_truth(group.table, group.identity, group.dataset);
      found = found || !find_metrics(group, truth, name).empty();
      add_metric_names(group, truth, known);
    }
    if (!found) throw Error(unknown_name("metric", name, known));
  }
}

}  // namespace cellar
