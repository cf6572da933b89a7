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
double all_begun(const SearcherRuns& group) {
  double latest = 0;
  for (const RunTrace& run : group.runs) {
    if (run.size() > 0) latest = std::max(latest, run.end_seconds.front());
  }
  return latest;
}

double last_end(const SearcherRuns& group) {
  double latest = 0;
  for (const RunTrace& run : group.runs) {
    if (run.size() > 0) latest = std::max(latest, run.end_seconds.back());
  }
  return latest;
}

// The figures of one run at all times, by the step rule; NaN before the first finished evaluation.
void step_values(const RunTrace& run, const ReportMetric& metric, const std::vector<double>& times,
                 std::vector<std::vector<double>>& values) {
  std::size_t rows = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    while (rows < run.size() && run.end_seconds[rows] <= times[i]) ++rows;
    if (rows == 0 || run.choice[rows - 1] == RunTrace::kNone) continue;
    const double value = metric.at(run.choice[rows - 1]);
    if (!std::isnan(value)) values[i].push_back(value);
  }
}

void nats_values(const RunTrace& run, const ReportMetric& metric, const std::vector<double>& times,
                 std::vector<std::vector<double>>& values) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double value = nats_value(run, metric, times[i]);
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

}  // namespace

std::vector<double> grid_times(const std::vector<const SearcherRuns*>& groups, const CurveGrid& grid) {
  double from = std::numeric_limits<double>::infinity(), to = 0;
  for (const SearcherRuns* group : groups) {
    from = std::min(from, all_begun(*group));
    to = std::max(to, last_end(*group));
  }
  from = grid.from.value_or(from);
  to = grid.to.value_or(to);
  if (!(from < to) || (grid.logarithmic && from <= 0)) {
    throw Error(fmt::format("no {} grid from {} to {} seconds: --from must be {}less than --to",
                            grid.logarithmic ? "log" : "linear", from, to, grid.logarithmic ? "more than 0 and " : ""));
  }
  std::vector<double> times;
  for (int i = 0; i < grid.points; ++i) {
    const double fraction = static_cast<double>(i) / (grid.points - 1);
    times.push_back(grid.logarithmic ? from * std::pow(to / from, fraction) : std::lerp(from, to, fraction));
  }
  times.back() = to;  // exactly, or the last evaluation might just be missed
  return times;
}

Curve make_curve(const SearcherRuns& group, const ReportMetric& metric, const std::vector<double>& times,
                 CurveRule rule) {
  std::vector<std::vector<double>> values(times.size());
  for (auto& at_time : values) at_time.reserve(group.runs.size());
  for (const RunTrace& run : group.runs) {
    (rule == CurveRule::nats ? nats_values : step_values)(run, metric, times, values);
  }
  Curve curve{group.dataset, group.searcher, metric.name(), {}};
  for (std::size_t i = 0; i < times.size(); ++i) curve.points.push_back({times[i], describe(std::move(values[i]))});
  return curve;
}

std::vector<Curve> make_curves(const Report& report, const CurveGrid& grid, CurveRule rule) {
  std::vector<Curve> curves;
  const auto& groups = report.groups;
  for (std::size_t first = 0, last = 0; first < groups.size(); first = last) {
    std::vector<const SearcherRuns*> same_dataset;
    for (; last < groups.size() && groups[last].dataset == groups[first].dataset; ++last) {
      same_dataset.push_back(&groups[last]);
    }
    const auto times = grid_times(same_dataset, grid);
    for (const SearcherRuns* group : same_dataset) {
      const ReportTruth truth = make_report_truth(group->table, group->head, group->dataset);
      for (const ReportMetric& metric : truth.metrics) curves.push_back(make_curve(*group, metric, times, rule));
    }
  }
  return curves;
}

std::string curve_csv(const std::vector<Curve>& curves) {
  std::string text = "dataset,searcher,seconds,metric,runs,mean,sd,median,q25,q75\n";
  for (const Curve& curve : curves) {
    const std::string head = quoted(curve.dataset) + ',' + quoted(curve.searcher);
    for (const CurvePoint& point : curve.points) {
      const Statistics& statistics = point.statistics;
      text += head;
      append_field(text, point.seconds);
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
