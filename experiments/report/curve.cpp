#include "experiments/report/curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/errors.hpp"
#include "core/numbers.hpp"

namespace cellar {
namespace {

// When the last of the runs has finished its first evaluation.
double all_begun(const SearcherRuns& group, Axis axis) {
  double latest = 0;
  for (const RunTrace& run : group.runs) {
    if (run.size() > 0) latest = std::max(latest, run.progress(axis).front());
  }
  return latest;
}

double last_end(const SearcherRuns& group, Axis axis) {
  double latest = 0;
  for (const RunTrace& run : group.runs) {
    if (run.size() > 0) latest = std::max(latest, run.progress(axis).back());
  }
  return latest;
}

// The figures of one run at all times, by the step rule; NaN before the first finished evaluation.
void step_values(const RunTrace& run, const CurveMetric& metric, const CurveReading& reading,
                 std::vector<std::vector<double>>& values) {
  const std::vector<double>& ends = run.progress(reading.axis);
  std::size_t rows = 0;
  for (std::size_t i = 0; i < reading.times.size(); ++i) {
    while (rows < run.size() && ends[rows] <= reading.times[i]) ++rows;
    if (rows == 0) continue;
    const double value = metric.after(run, rows - 1);
    if (!std::isnan(value)) values[i].push_back(value);
  }
}

void nats_values(const RunTrace& run, const CurveMetric& metric, const CurveReading& reading,
                 std::vector<std::vector<double>>& values) {
  for (std::size_t i = 0; i < reading.times.size(); ++i) {
    const double value = nats_value(run, metric, reading.times[i], reading.axis);
    if (!std::isnan(value)) values[i].push_back(value);
  }
}

// Searcher spellings hold commas; a data set's name might.
std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + '"';
}

void append_field(std::string& text, double value) {
  text += ',';
  if (!std::isnan(value)) append_number(text, value);
}

// Those of the names, in their order; of no names, the table's.
std::vector<CurveMetric> metrics_of(const SearcherRuns& group, const ReportTruth& truth,
                                    const std::vector<std::string>& names) {
  std::vector<CurveMetric> metrics;
  for (const std::string& name : names) {
    for (CurveMetric& metric : find_metrics(group, truth, name)) metrics.push_back(std::move(metric));
  }
  if (!names.empty()) return metrics;
  for (const ReportMetric& figure : truth.metrics) metrics.emplace_back(figure);
  return metrics;
}

}  // namespace

Axis axis_of(const Report& report, const CurveGrid& grid) {
  const auto timeless = [](const SearcherRuns& group) { return last_end(group, Axis::seconds) == 0; };
  const bool any = std::any_of(report.groups.begin(), report.groups.end(), timeless);
  return grid.axis.value_or(any ? Axis::evaluations : Axis::seconds);
}

std::vector<double> grid_times(const std::vector<const SearcherRuns*>& groups, const CurveGrid& grid, Axis axis) {
  double from = std::numeric_limits<double>::infinity(), to = 0;
  for (const SearcherRuns* group : groups) {
    from = std::min(from, all_begun(*group, axis));
    to = std::max(to, last_end(*group, axis));
  }
  from = grid.from.value_or(from);
  if (from == to && !grid.to) to = 2 * from;  // one evaluation each: what it found, from then on
  to = grid.to.value_or(to);
  if (!(from < to) || (grid.logarithmic && from <= 0)) {
    throw Error(fmt::format("no {} grid from {} to {} {}: --from must be {}less than --to",
                            grid.logarithmic ? "log" : "linear", from, to, axis_name(axis),
                            grid.logarithmic ? "more than 0 and " : ""));
  }
  std::vector<double> times;
  for (int i = 0; i < grid.points; ++i) {
    const double fraction = static_cast<double>(i) / (grid.points - 1);
    times.push_back(grid.logarithmic ? from * std::pow(to / from, fraction) : std::lerp(from, to, fraction));
  }
  if (grid.whole) {
    for (double& time : times) time = std::round(time);
    times.erase(std::unique(times.begin(), times.end()), times.end());
  }
  times.back() = to;  // exactly, or the last evaluation might just be missed
  return times;
}

Curve make_curve(const SearcherRuns& group, const CurveMetric& metric, const CurveReading& reading) {
  std::vector<std::vector<double>> values(reading.times.size());
  for (auto& at_time : values) at_time.reserve(group.runs.size());
  for (const RunTrace& run : group.runs) {
    (reading.rule == CurveRule::nats ? nats_values : step_values)(run, metric, reading, values);
  }
  Curve curve{group.dataset, group.searcher, metric.name(), {}};
  for (std::size_t i = 0; i < values.size(); ++i) {
    curve.points.push_back({reading.times[i], describe(std::move(values[i]))});
  }
  return curve;
}

std::vector<Curve> make_curves(Report& report, const CurveGrid& grid, CurveRule rule,
                               const std::vector<std::string>& metrics) {
  std::vector<Curve> curves;
  check_known(report.groups, metrics);
  const Axis axis = axis_of(report, grid);
  const auto& groups = report.groups;
  for (std::size_t first = 0, last = 0; first < groups.size(); first = last) {
    std::vector<const SearcherRuns*> same_dataset;
    for (; last < groups.size() && groups[last].dataset == groups[first].dataset; ++last) {
      same_dataset.push_back(&groups[last]);
    }
    const CurveReading reading{grid_times(same_dataset, grid, axis), axis, rule};
    for (const SearcherRuns* group : same_dataset) {
      const ReportTruth truth = make_report_truth(group->table, group->identity, group->dataset);
      for (const CurveMetric& metric : metrics_of(*group, truth, metrics)) {
        curves.push_back(make_curve(*group, metric, reading));
        if (metric.figure()) note_missing(report, *group, *metric.figure());
      }
    }
  }
  return curves;
}

std::string curve_csv(const std::vector<Curve>& curves, Axis axis) {
  std::string text = fmt::format("dataset,searcher,{},metric,runs,mean,sd,median,q25,q75\n", axis_name(axis));
  for (const Curve& curve : curves) {
    const std::string head = quoted(curve.dataset) + ',' + quoted(curve.searcher);
    for (const CurvePoint& point : curve.points) {
      const Statistics& statistics = point.statistics;
      text += head;
      append_field(text, point.time);
      text += ',' + curve.metric + ',';
      append_number(text, static_cast<std::int64_t>(statistics.count));
      for (const double value : {statistics.mean, statistics.sd, statistics.median, statistics.q25, statistics.q75}) {
        append_field(text, value);
      }
      text += '\n';
    }
  }
  return text;
}

}  // namespace cellar
