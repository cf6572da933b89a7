#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/report/curve_metric.hpp"
#include "experiments/report/report.hpp"
#include "experiments/report/statistics.hpp"

namespace cellar {

// Which architecture a run stands for at a time between two evaluations.
enum class CurveRule {
  step,  // that of the last finished evaluation; runs with none yet are left out
  nats,  // NATS-Bench's draw-fig6.py: the figures of the two evaluations nearest in time, inter- or extrapolated
};

struct CurveGrid {
  int points = 150;  // 2 or more
  bool logarithmic = true;
  std::optional<double> from, to;  // none: from where one searcher's runs all have something, to the last end
  std::optional<Axis> axis;        // none: seconds, or evaluations where no time passes
  bool whole = false;              // whole numbers only, each once, as for epochs
};

struct CurvePoint {
  double time;            // simulated seconds, evaluations or epochs
  Statistics statistics;  // over runs
};

// One metric of one searcher over time: what is known as its anytime curve.
struct Curve {
  std::string dataset;
  std::string searcher;
  std::string metric;
  std::vector<CurvePoint> points;
};

// The grid's axis: the one asked for, or else seconds, unless there are runs in which no time passes.
Axis axis_of(const Report& report, const CurveGrid& grid);

// The times at which the curves of one data set are taken, ascending. An Error for an empty interval.
std::vector<double> grid_times(const std::vector<const SearcherRuns*>& groups, const CurveGrid& grid, Axis axis);

// How to read runs between evaluations: along what, at which times, by which rule.
struct CurveReading {
  std::vector<double> times;
  Axis axis = Axis::seconds;
  CurveRule rule = CurveRule::step;
};

Curve make_curve(const SearcherRuns& group, const CurveMetric& metric, const CurveReading& reading);

// The metrics of these names (find_metrics) of all searchers that have them, by data set; no names: all of the table.
// Notes in the report what the tables lack. An Error for a name that nothing has.
std::vector<Curve> make_curves(Report& report, const CurveGrid& grid, CurveRule rule,
                               const std::vector<std::string>& metrics = {});

// "dataset,searcher,seconds,metric,runs,mean,sd,median,q25,q75" ("evaluations" or "epochs" for "seconds") and a line
// for each point; NaN is an empty field.
std::string curve_csv(const std::vector<Curve>& curves, Axis axis);

// The figure that the nats rule gives for one run at a time. NaN if the run stands for nothing there.
double nats_value(const RunTrace& run, const CurveMetric& metric, double time, Axis axis);

}  // namespace cellar
