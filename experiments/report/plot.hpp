#pragma once

#include <string>
#include <vector>

#include "experiments/report/plot_script.hpp"
#include "experiments/report/report.hpp"

namespace cellar {

struct PlotRequest {
  std::string metric = "test@200/200";
  std::string dataset;  // empty: all
  std::string title;    // empty: what is shown
  CurveGrid grid;
  CurveRule rule = CurveRule::step;
  PlotBand band = PlotBand::quartiles;
};

// One panel for each data set, in the report's order. An Error for a data set or metric that is not there.
std::vector<PlotPanel> make_panels(const Report& report, const PlotRequest& request);

// The data set of each panel.
std::vector<std::string> panel_datasets(const Report& report, const PlotRequest& request);

}  // namespace cellar
