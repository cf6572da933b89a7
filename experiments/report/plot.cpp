#include "experiments/report/plot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/suggest.hpp"

namespace cellar {
namespace {

// A searcher looks the same in all panels: its style is its place among all spellings.
std::vector<std::string> all_searchers(const Report& report) {
  std::vector<std::string> names;
  for (const SearcherRuns& group : report.groups) names.push_back(group.searcher);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

const ReportMetric& metric_of(const ReportTruth& truth, const std::string& asked) {
  const std::string name = asked.empty() ? "test@200/200" : asked;
  if (const ReportMetric* metric = truth.find(name)) return *metric;
  if (asked.empty() && !truth.metrics.empty()) return truth.metrics.front();
  std::vector<std::string> known;
  for (const ReportMetric& metric : truth.metrics) known.push_back(metric.name());
  throw Error(unknown_name("metric of " + truth.dataset, name, known));
}

std::string band_words(PlotBand band) {
  switch (band) {
    case PlotBand::sd:
      return ", band: standard deviation";
    case PlotBand::quartiles:
      return ", band: quartiles";
    case PlotBand::se:
      return ", band: standard error";
    case PlotBand::none:
      break;
  }
  return "";
}

std::string panel_title(const std::vector<const SearcherRuns*>& groups, const PlotRequest& request, PlotBand band) {
  std::size_t least = groups.front()->runs.size(), most = least;
  for (const SearcherRuns* group : groups) {
    least = std::min(least, group->runs.size());
    most = std::max(most, group->runs.size());
  }
  const std::string runs = least == most ? std::to_string(most) : fmt::format("{} to {}", least, most);
  const std::string what = request.title.empty()
                               ? fmt::format("{} on {}", groups.front()->dataset, groups.front()->head.table)
                               : request.title;
  return fmt::format("{}: mean of {} run{}{}", what, runs, most == 1 ? "" : "s", band_words(band));
}

// "cifar10-valid.valid@12/12", without what must be known of it; in words where it is no metric of a table.
std::string observed(const std::vector<const SearcherRuns*>& groups) {
  std::vector<std::string> names;
  const auto add_once = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  bool modelled = false;
  for (const SearcherRuns* group : groups) {
    modelled = modelled || group->head.observed.find(" modelled: ") != std::string::npos;
    const auto metrics = named_metrics(group->head.observed);
    if (metrics.empty()) add_once(group->head.observed);
    for (const Metric& metric : metrics) add_once(format(metric));
  }
  return fmt::format("{}{}", fmt::join(names, ", "), modelled ? ", early epochs modelled" : "");
}

// Comparable: without any finished run, the lowest.
double last_mean(const PlotLine& line) {
  const Statistics& last = line.curve.points.back().statistics;
  return last.count == 0 ? -1 : last.mean;
}

PlotPanel make_panel(Report& report, const std::string& dataset, const PlotRequest& request) {
  std::vector<const SearcherRuns*> groups;
  for (const SearcherRuns& group : report.groups) {
    if (group.dataset == dataset) groups.push_back(&group);
  }
  const auto names = all_searchers(report);
  const Axis axis = axis_of(report, request.grid);
  const CurveReading reading{grid_times(groups, request.grid, axis), axis, request.rule};
  PlotPanel panel;
  panel.title = panel_title(groups, request, band_of(report, request));
  panel.observed = observed(groups);
  panel.x_label = axis == Axis::seconds ? "simulated time [s]" : "evaluations";
  for (const SearcherRuns* group : groups) {
    const ReportTruth truth = make_report_truth(group->table, group->head, dataset);
    const ReportMetric& metric = metric_of(truth, request.metric);
    note_missing(report, *group, metric);
    panel.y_label = metric.full_name() + " [%]";
    if (!metric.is_regret()) panel.optimum = metric.best().value;
    const auto place = std::lower_bound(names.begin(), names.end(), group->searcher);
    panel.lines.push_back({make_curve(*group, metric, reading), static_cast<std::size_t>(place - names.begin())});
  }
  // The legend from the top down, as the lines lie where they end.
  std::stable_sort(panel.lines.begin(), panel.lines.end(),
                   [](const PlotLine& a, const PlotLine& b) { return last_mean(a) > last_mean(b); });
  return panel;
}

}  // namespace

PlotBand band_of(const Report& report, const PlotRequest& request) {
  constexpr std::size_t kMostBands = 6;
  return request.band.value_or(all_searchers(report).size() > kMostBands ? PlotBand::none : PlotBand::quartiles);
}

std::vector<std::string> panel_datasets(const Report& report, const PlotRequest& request) {
  std::vector<std::string> datasets;
  for (const SearcherRuns& group : report.groups) {
    if (datasets.empty() || datasets.back() != group.dataset) datasets.push_back(group.dataset);
  }
  if (request.dataset.empty()) return datasets;
  if (std::find(datasets.begin(), datasets.end(), request.dataset) == datasets.end()) {
    throw Error(unknown_name("data set", request.dataset, datasets));
  }
  return {request.dataset};
}

std::vector<PlotPanel> make_panels(Report& report, const PlotRequest& request) {
  std::vector<PlotPanel> panels;
  for (const std::string& dataset : panel_datasets(report, request)) {
    panels.push_back(make_panel(report, dataset, request));
  }
  return panels;
}

}  // namespace cellar
