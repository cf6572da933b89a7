#include "experiments/report/truth.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "core/table/dataset.hpp"

namespace cellar {
namespace {

constexpr const char* kTest = "test@200/200";
constexpr const char* kValid = "valid@200/200";
constexpr const char* kVisible = "valid@12/12";

using Names = std::vector<std::string>;

void add_once(Names& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

bool is_test(const std::string& figure) { return figure.starts_with("test@") || figure == "test"; }

// Adds figures of one data set to a report.
class Adding {
 public:
  Adding(ReportTruth& truth, const std::string& dataset) : truth_(truth), source_(truth.table, dataset) {}

  bool has(const std::string& figure) const { return source_.find(figure).has_value(); }

  void add(const std::string& figure) {
    const auto values = source_.find(figure);
    if (values) {
      truth_.metrics.emplace_back(figure, full_name(figure), ReportMetric::Kind::value, *values, source_.best(*values));
    } else {
      truth_.absent.push_back(full_name(figure));
    }
  }

  void add_regret(const std::string& name, const std::string& figure) {
    const auto values = source_.find(figure).value();
    truth_.metrics.emplace_back(name, full_name(figure), ReportMetric::Kind::regret, values, source_.best(values));
  }

 private:
  std::string full_name(const std::string& figure) const {
    const auto found = find_figure(source_.table(), source_.dataset(), figure);
    if (found) return found->name;
    const auto measure = parse_metric_column("any." + figure);
    return measure ? format(source_.metric(measure->last.measure)) : figure;
  }

  ReportTruth& truth_;
  GroundTruth source_;
};

// What counts in the end, as figures of any data set, test accuracies first.
Names final_figures(const RunIdentity& run, const Table& table) {
  Names figures;
  for (const std::string& name : run.truth) add_once(figures, figure_of(table, run.dataset, name));
  if (figures.empty()) figures = {kTest, kValid};
  std::stable_partition(figures.begin(), figures.end(), is_test);
  return figures;
}

// Those of the names that are figures of the table, not of something else that was measured.
Names observed_figures(const RunIdentity& run, const Table& table) {
  Names figures;
  for (const Objective& objective : run.objectives) {
    const std::string figure = figure_of(table, run.dataset, objective.name);
    if (find_figure(table, run.dataset, figure)) add_once(figures, figure);
  }
  return figures;
}

}  // namespace

ReportMetric::ReportMetric(std::string name, std::string full_name, Kind kind, const ColumnView& values,
                           GroundTruth::Best best)
    : name_(std::move(name)), full_name_(std::move(full_name)), kind_(kind), values_(values), best_(best) {
  if (is_regret()) full_name_.insert(0, "regret of ");
}

double ReportMetric::at(std::uint32_t architecture) const {
  const double value = values_[architecture];
  return is_regret() ? std::abs(best_.value - value) : value;
}

const ReportMetric* ReportTruth::find(const std::string& name) const {
  const auto is_it = [&](const ReportMetric& metric) { return metric.name() == name || metric.full_name() == name; };
  const auto found = std::find_if(metrics.begin(), metrics.end(), is_it);
  return found == metrics.end() ? nullptr : &*found;
}

const ReportMetric* ReportTruth::final_regret() const {
  const ReportMetric* const of_test = find("test_regret");
  return of_test ? of_test : find("regret");
}

ReportTruth make_report_truth(const std::shared_ptr<const Table>& table, const RunIdentity& run,
                              const std::string& report_dataset) {
  ReportTruth truth{table, report_dataset, {}, {}};
  if (!table) return truth;
  const auto known = table->datasets();
  if (std::find(known.begin(), known.end(), report_dataset) == known.end()) {
    throw Error(unknown_name("data set of table " + table->name(), report_dataset, known));
  }
  Adding reported(truth, report_dataset), searched(truth, run.dataset);
  const Names observed = observed_figures(run, *table);
  Names figures = final_figures(run, *table);
  const auto has = [&](const std::string& figure) { return reported.has(figure); };
  const auto tested = std::find_if(figures.begin(), figures.end(), [&](const auto& f) { return is_test(f) && has(f); });
  const auto final = tested == figures.end() ? std::find_if(figures.begin(), figures.end(), has) : tested;
  const std::string of_regret = final == figures.end() ? "" : *final;
  if (has(kVisible)) add_once(figures, kVisible);
  for (const std::string& figure : observed) add_once(figures, figure);
  for (const std::string& figure : figures) reported.add(figure);
  if (!of_regret.empty()) reported.add_regret(is_test(of_regret) ? "test_regret" : "regret", of_regret);
  const std::string seen = figure_of(*table, run.dataset, run.objectives.front().name);
  if (searched.has(seen)) searched.add_regret("visible_regret", seen);
  return truth;
}

}  // namespace cellar
