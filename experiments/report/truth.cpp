#include "experiments/report/truth.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/errors.hpp"
#include "core/suggest.hpp"

namespace cellar {
namespace {

const Measure kTest{"test", {200, 200}};
const Measure kValid{"valid", {200, 200}};
const Measure kVisible{"valid", {12, 12}};

void add_once(std::vector<Measure>& measures, const Measure& measure) {
  if (std::find(measures.begin(), measures.end(), measure) == measures.end()) measures.push_back(measure);
}

// The test accuracy that regret is taken of: the 200-epoch one, or what the runs report instead.
std::optional<Measure> final_test(const GroundTruth& truth, const std::vector<Measure>& measures) {
  for (const Measure& measure : measures) {
    if (measure.split == "test" && truth.has(measure)) return measure;
  }
  return std::nullopt;
}

// Those of the names that are metrics of a table, not of something else that was measured.
std::vector<Metric> metrics_among(const std::vector<std::string>& names) {
  std::vector<Metric> metrics;
  for (const std::string& name : names) {
    const auto column = parse_metric_column(name);
    if (column && column->first_epoch == column->last.measure.at.epochs) metrics.push_back(column->last);
  }
  return metrics;
}

}  // namespace

ReportMetric::ReportMetric(std::string name, Kind kind, const GroundTruth& truth, const Measure& measure)
    : name_(std::move(name)),
      full_name_(format(truth.metric(measure))),
      kind_(kind),
      values_(truth.values(measure)),
      best_(truth.best(measure)) {
  if (is_regret()) full_name_.insert(0, "regret of ");
}

double ReportMetric::at(std::uint32_t architecture) const {
  const double value = values_[architecture];
  return is_regret() ? best_.value - value : value;
}

const ReportMetric* ReportTruth::find(const std::string& name) const {
  const auto found =
      std::find_if(metrics.begin(), metrics.end(), [&](const ReportMetric& metric) { return metric.name() == name; });
  return found == metrics.end() ? nullptr : &*found;
}

ReportTruth make_report_truth(const std::shared_ptr<const Table>& table, const RunIdentity& run,
                              const std::string& report_dataset) {
  const auto known = table->datasets();
  if (std::find(known.begin(), known.end(), report_dataset) == known.end()) {
    throw Error(unknown_name("data set of table " + table->name(), report_dataset, known));
  }
  const GroundTruth reported(table, report_dataset);
  const GroundTruth searched(table, run.dataset);
  std::vector<std::string> objectives;
  for (const Objective& objective : run.objectives) objectives.push_back(objective.name);
  const auto observed = metrics_among(objectives);
  std::vector<Measure> measures{kTest, kValid, kVisible};
  for (const Metric& metric : metrics_among(run.truth)) add_once(measures, metric.measure);
  for (const Metric& metric : observed) add_once(measures, metric.measure);

  ReportTruth truth{table, report_dataset, {}, {}};
  using Kind = ReportMetric::Kind;
  for (const Measure& measure : measures) {
    if (reported.has(measure)) {
      truth.metrics.emplace_back(format(measure), Kind::accuracy, reported, measure);
    } else {
      truth.absent.push_back(format(reported.metric(measure)));
    }
  }
  if (const auto test = final_test(reported, measures)) {
    truth.metrics.emplace_back("test_regret", Kind::regret, reported, *test);
  }
  if (!observed.empty() && searched.has(observed.front().measure)) {
    truth.metrics.emplace_back("visible_regret", Kind::regret, searched, observed.front().measure);
  }
  return truth;
}

}  // namespace cellar
