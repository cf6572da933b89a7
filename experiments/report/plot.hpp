#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/report/plot_script.hpp"
#include "experiments/report/report.hpp"

namespace cellar {

struct PlotRequest {
  std::vector<std::string> metrics;  // find_metrics; empty: test@200/200, or the first that the table has
  std::string dataset;               // empty: all
  std::string title;                 // empty: what is shown
  CurveGrid grid;
  CurveRule rule = CurveRule::step;
  std::optional<PlotBand> band;  // none: quartiles, unless there are too many searchers to see them
};

// One panel for each metric and data set, in the report's order: first all of the first metric, side by side. Searchers
// that lack a metric are not in its panels. An Error for a data set that is not there, and for a metric that nothing
// has on a data set. Notes in the report what the tables lack.
std::vector<PlotPanel> make_panels(Report& report, const PlotRequest& request);

// The band that will be drawn.
PlotBand band_of(const Report& report, const PlotRequest& request);

// The data sets of the panels, from left to right.
std::vector<std::string> panel_datasets(const Report& report, const PlotRequest& request);

}  // namespace cellar
