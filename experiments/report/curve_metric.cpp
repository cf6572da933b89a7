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

}  // namespace

CurveMetric::CurveMetric(const ReportMetric& figure) : name_(figure.name()), figure_(figure) {}

CurveMetric::CurveMetric(std::string column) : name_(std::move(column)) {}

std::string CurveMetric::label() const {
  const std::string unit = figure_ ? "%" : unit_of_column(name_);
  return fmt::format("{}{}", figure_ ? figure_->full_name() : name_, unit.empty() ? "" : " [" + unit + "]");
}

CurveMetric::Kind CurveMetric::kind() const {
  return !figure_ ? Kind::own : figure_->is_regret() ? Kind::regret : Kind::accuracy;
}

double CurveMetric::after(const RunTrace& run, std::size_t row) const {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  if (figure_) return run.choice[row] == RunTrace::kNone ? kNothing : figure_->at(run.choice[row]);
  const OwnColumn* const column = run.column(name_);
  return column ? column->values[row] : kNothing;
}

std::vector<CurveMetric> find_metrics(const SearcherRuns& group, const ReportTruth& truth, const std::string& name) {
  if (const ReportMetric* figure = truth.find(name == "regret" ? "test_regret" : name)) return {CurveMetric(*figure)};
  const bool is_prefix = name.ends_with('*');
  std::vector<CurveMetric> metrics;
  for (const std::string& column : own_columns(group)) {
    const bool meant = is_prefix ? column.starts_with(name.substr(0, name.size() - 1)) : column == name;
    if (meant) metrics.emplace_back(column);
  }
  return metrics;
}

std::string unit_of_column(const std::string& column) {
  return column.ends_with("_accuracy") ? "%" : column.ends_with("_seconds") ? "s" : "";
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
