#include "experiments/report/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "experiments/report/curve_metric.hpp"

namespace cellar {
namespace {

std::size_t rows_by(const RunTrace& run, std::optional<double> at) { return at ? run.finished(*at) : run.size(); }

MetricSummary summarise_metric(const SearcherRuns& group, const ReportMetric& metric, std::optional<double> at) {
  MetricSummary summary{metric.name(), metric.full_name(), metric.unit(), {}, 0};
  std::vector<double> values;
  values.reserve(group.runs.size());
  for (const RunTrace& run : group.runs) {
    const std::size_t rows = rows_by(run, at);
    if (rows == 0 || run.choice[rows - 1] == RunTrace::kNone) continue;
    const double value = metric.at(run.choice[rows - 1]);
    if (std::isnan(value)) {
      ++summary.missing;
    } else {
      values.push_back(value);
    }
  }
  summary.statistics = describe(std::move(values));
  return summary;
}

MetricSummary summarise_column(const SearcherRuns& group, const char* name, const char* unit, std::optional<double> at,
                               std::vector<double> RunTrace::*column) {
  std::vector<double> values;
  values.reserve(group.runs.size());
  for (const RunTrace& run : group.runs) {
    const std::size_t rows = rows_by(run, at);
    values.push_back(rows == 0 ? 0.0 : (run.*column)[rows - 1]);
  }
  return {name, name, unit, describe(std::move(values)), 0};
}

// The share of trials that failed [%], where any did.
std::optional<MetricSummary> summarise_failures(const SearcherRuns& group, std::optional<double> at) {
  std::vector<double> shares;
  bool any = false;
  for (const RunTrace& run : group.runs) {
    const std::size_t rows = rows_by(run, at);
    const double asked = rows == 0 ? 0 : run.evaluations[rows - 1];
    shares.push_back(asked > 0 ? 100 * run.failures[rows - 1] / asked : 0);
    any = any || shares.back() > 0;
  }
  if (!any) return std::nullopt;
  return MetricSummary{"failed", "failed", "%", describe(std::move(shares)), 0};
}

MetricSummary summarise_own(const SearcherRuns& group, const CurveMetric& metric, std::optional<double> at) {
  std::vector<double> values;
  for (const RunTrace& run : group.runs) {
    const std::size_t rows = rows_by(run, at);
    const double value = rows == 0 ? std::nan("") : metric.after(run, rows - 1);
    if (!std::isnan(value)) values.push_back(value);
  }
  return {metric.name(), metric.name(), metric.unit(), describe(std::move(values)), 0};
}

// An imported search with shared weights: its rows are epochs. Those of an imported results.pth are evaluations.
bool trains_and_says_so(const SearcherRuns& group) {
  return group.identity.kind == RunIdentity::Kind::imported &&
         group.identity.objectives.front().source.kind == FigureSource::Kind::shared_weights;
}

SearcherSummary summarise_searcher(const SearcherRuns& group, const ReportTruth& truth, std::optional<double> at,
                                   const std::vector<std::string>& columns) {
  SearcherSummary summary{group.searcher, group.folder, group.runs.size(), group.identity, {}};
  const auto add_own = [&](const std::string& name) {
    for (const CurveMetric& metric : find_metrics(group, truth, name)) {
      if (!metric.figure()) summary.metrics.push_back(summarise_own(group, metric, at));
    }
  };
  for (const ReportMetric& metric : truth.metrics) summary.metrics.push_back(summarise_metric(group, metric, at));
  if (!group.table) {  // what was observed is all that is known of what the run stands for
    for (const Objective& objective : group.identity.objectives) add_own(objective.name);
  }
  summary.metrics.push_back(summarise_column(group, "evaluations", "1", at, &RunTrace::evaluations));
  if (group.identity.kind == RunIdentity::Kind::training || trains_and_says_so(group)) {
    summary.metrics.push_back(summarise_column(group, "epochs", "1", at, &RunTrace::epochs));
  }
  summary.metrics.push_back(summarise_column(group, "seconds", "s", at, &RunTrace::end_seconds));
  if (const auto failed = summarise_failures(group, at)) summary.metrics.push_back(*failed);
  for (const std::string& name : columns) add_own(name);
  return summary;
}

std::vector<std::string> report_datasets(const std::string& searched, const SummaryRequest& request) {
  std::vector<std::string> datasets{searched};
  for (const std::string& dataset : request.report_datasets) {
    if (std::find(datasets.begin(), datasets.end(), dataset) == datasets.end()) datasets.push_back(dataset);
  }
  return datasets;
}

std::string table_name(const ReportTruth& truth) { return truth.table ? truth.table->name() : ""; }

// The table of this searcher's data set, time and reported data set, made where it is not there yet.
SummaryTable& table_for(std::vector<SummaryTable>& tables, const SearcherRuns& group, const ReportTruth& truth,
                        std::optional<double> at) {
  const auto same = [&](const SummaryTable& table) {
    return table.table == table_name(truth) && table.dataset == group.dataset &&
           table.report_dataset == truth.dataset && table.at_seconds == at;
  };
  const auto found = std::find_if(tables.begin(), tables.end(), same);
  if (found != tables.end()) return *found;
  SummaryTable table{table_name(truth), group.dataset, truth.dataset, at, "", {}, {}};
  if (const ReportMetric* regret = truth.final_regret()) {
    table.best_name = regret->full_name().substr(std::string("regret of ").size());
    table.best = regret->best();
  }
  tables.push_back(std::move(table));
  return tables.back();
}

void note_absent(const ReportTruth& truth, std::vector<std::string>& notes) {
  for (const std::string& name : truth.absent) {
    std::string note = fmt::format("table {} has no {}: left out", truth.table->name(), name);
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
  }
}

}  // namespace

const MetricSummary* SearcherSummary::find(const std::string& metric) const {
  const auto found =
      std::find_if(metrics.begin(), metrics.end(), [&](const MetricSummary& m) { return m.metric == metric; });
  return found == metrics.end() ? nullptr : &*found;
}

std::vector<SummaryTable> summarise(Report& report, const SummaryRequest& request) {
  std::vector<std::optional<double>> times(request.at_seconds.begin(), request.at_seconds.end());
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  if (times.empty()) times.emplace_back();
  std::vector<SummaryTable> tables;
  check_known(report.groups, request.columns);
  for (const SearcherRuns& group : report.groups) {
    std::vector<ReportTruth> truths;
    for (const std::string& dataset : report_datasets(group.dataset, request)) {
      truths.push_back(make_report_truth(group.table, group.identity, dataset));
      note_absent(truths.back(), report.notes);
      for (const ReportMetric& metric : truths.back().metrics) note_missing(report, group, metric);
    }
    for (const auto& at : times) {
      for (const ReportTruth& truth : truths) {
        table_for(tables, group, truth, at).searchers.push_back(summarise_searcher(group, truth, at, request.columns));
      }
    }
  }
  return tables;
}

}  // namespace cellar
