#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/report/plot_script.hpp"
#include "experiments/report/report.hpp"

namespace cellar {

struct PlotRequest {
  std::string metric;   // empty: test@200/200, or the first that the table has
  std::string dataset;  // empty: all
  std::string title;    // empty: what is shown
  CurveGrid grid;
  CurveRule rule = CurveRule::step;
  std::optional<PlotBand> band;  // none: quartiles, unless there are too many searchers to see them
};

// One panel for each data set, in the report's order. An Error for a data set or metric that is not there. Notes in the
// report what the tables lack.
std::vector<PlotPanel> make_panels(Report& report, const PlotRequest& request);

// The band that will be drawn.
PlotBand band_of(const Report& report, const PlotRequest& request);

// The data set of each panel.
std::vector<std::string> panel_datasets(const Report& report, const PlotRequest& request);

}  // namespace cellar
