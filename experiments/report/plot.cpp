#include "experiments/report/plot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "experiments/report/short_names.hpp"

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

// What an empty name means: what counts in the end, or what was observed where no table says more.
std::string default_metric(const SearcherRuns& group, const ReportTruth& truth) {
  if (truth.metrics.empty()) return group.identity.objectives.front().name;
  return truth.find("test@200/200") ? "test@200/200" : truth.metrics.front().name();
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
  const std::string& table = groups.front()->identity.table;
  const std::string runs = least == most ? std::to_string(most) : fmt::format("{} to {}", least, most);
  const std::string what = request.title.empty()
                               ? fmt::format("{}{}", groups.front()->dataset, table.empty() ? "" : " on " + table)
                               : request.title;
  return fmt::format("{}: mean of {} run{}{}", what, runs, most == 1 ? "" : "s", band_words(band));
}

// "cifar10-valid.valid@12/12", of all searchers.
std::string observed(const std::vector<const SearcherRuns*>& groups) {
  std::vector<std::string> names;
  bool modelled = false;
  for (const SearcherRuns* group : groups) {
    for (const Objective& objective : group->identity.objectives) {
      if (std::find(names.begin(), names.end(), objective.name) == names.end()) names.push_back(objective.name);
      modelled = modelled || !objective.source.modelled_epochs.empty();
    }
  }
  return fmt::format("{}{}", fmt::join(names, ", "), modelled ? ", early epochs modelled" : "");
}

bool mixes_epochs(const std::vector<const SearcherRuns*>& groups) {
  const auto run_mixes = [](const RunTrace& run) { return run.mixes_epochs; };
  return std::any_of(groups.begin(), groups.end(), [&](const SearcherRuns* group) {
    return std::any_of(group->runs.begin(), group->runs.end(), run_mixes);
  });
}

// Comparable: without any finished run, the lowest.
double last_mean(const PlotLine& line) {
  const Statistics& last = line.curve.points.back().statistics;
  return last.count == 0 ? std::numeric_limits<double>::lowest() : last.mean;
}

std::vector<const SearcherRuns*> groups_of(const Report& report, const std::string& dataset) {
  std::vector<const SearcherRuns*> groups;
  for (const SearcherRuns& group : report.groups) {
    if (group.dataset == dataset) groups.push_back(&group);
  }
  return groups;
}

const char* x_label(Axis axis) {
  return axis == Axis::seconds       ? "simulated time [s]"
         : axis == Axis::evaluations ? "evaluations"
                                     : "epochs of training";
}

// Without its options, where that says which searcher is meant.
std::string bare_name(const SearcherRuns& group, const std::vector<std::string>& names) {
  const std::string bare = group.searcher.substr(0, group.searcher.find('('));
  const auto same = [&](const std::string& name) { return name.substr(0, name.find('(')) == bare; };
  return std::count_if(names.begin(), names.end(), same) == 1 ? bare : group.searcher;
}

// The lines of one searcher: one, or as many as there are columns whose names begin as asked.
void add_lines(Report& report, const SearcherRuns& group, const std::vector<CurveMetric>& metrics,
               const CurveReading& reading, PlotPanel& panel) {
  const auto names = all_searchers(report);
  const auto place =
      static_cast<std::size_t>(std::lower_bound(names.begin(), names.end(), group.searcher) - names.begin());
  for (const CurveMetric& metric : metrics) {
    const bool is_one = metrics.size() == 1;
    const std::size_t style = is_one ? place : panel.lines.size();
    const std::string title = is_one              ? short_names(names).names[place]
                              : names.size() == 1 ? metric.name()
                                                  : bare_name(group, names) + " " + metric.name();
    panel.kind = metric.kind();
    panel.lines.push_back({make_curve(group, metric, reading), style, title, is_one});
    if (!metric.figure()) continue;
    note_missing(report, group, *metric.figure());
    if (!metric.figure()->is_regret()) panel.optimum = metric.figure()->best().value;
  }
  panel.y_label = metrics.size() == 1 ? metrics.front().label() : panel.y_label;
}

PlotPanel make_panel(Report& report, const std::string& dataset, const std::string& asked, const PlotRequest& request) {
  const auto groups = groups_of(report, dataset);
  const Axis axis = axis_of(report, request.grid);
  const CurveReading reading{grid_times(groups, request.grid, axis), axis, request.rule};
  PlotPanel panel;
  panel.title = panel_title(groups, request, band_of(report, request));
  panel.observed = observed(groups);
  panel.mixes_epochs = mixes_epochs(groups);
  panel.shared_options = short_names(all_searchers(report)).shared;
  panel.x_label = x_label(axis);
  panel.y_label = asked;
  std::vector<std::string> known;
  for (const SearcherRuns* group : groups) {
    const ReportTruth truth = make_report_truth(group->table, group->identity, dataset);
    const std::string name = asked.empty() ? default_metric(*group, truth) : asked;
    if (const auto metrics = find_metrics(*group, truth, name); !metrics.empty()) {
      add_lines(report, *group, metrics, reading, panel);
    }
    add_metric_names(*group, truth, known);
  }
  if (panel.lines.empty()) throw Error(unknown_name("metric of " + dataset, asked, known));
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
  std::vector<std::string> metrics = request.metrics;
  if (metrics.empty()) metrics.emplace_back();
  std::vector<PlotPanel> panels;
  for (const std::string& metric : metrics) {
    for (const std::string& dataset : panel_datasets(report, request)) {
      panels.push_back(make_panel(report, dataset, metric, request));
    }
  }
  return panels;
}

}  // namespace cellar
