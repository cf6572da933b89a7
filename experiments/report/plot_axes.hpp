#pragma once

#include <string>
#include <vector>

#include "experiments/report/plot_script.hpp"

namespace cellar {

struct AxisRange {
  double low, high;
};

// What is drawn of one point: the mean, and the band around it where it has one.
struct BandPoint {
  double time, mean, low, high;
};
std::vector<BandPoint> band_points(const Curve& curve, PlotBand band);

// The y axis of a panel: the first steep steps are cut off, so that the part where searchers differ fills the picture.
AxisRange value_range(const PlotPanel& panel, bool logarithmic);

// "right top" and the like: the corner of the panel in which the fewest points lie, for the legend.
std::string emptiest_corner(const PlotPanel& panel, bool log_time, AxisRange times, AxisRange values);

// "set xtics (…)" of a logarithmic axis 'x' or 'y': 1, 2 and 5 times the powers of ten, "20,000", fewer on wide ranges.
std::string log_tics(char axis, AxisRange range);

// The same of a linear axis: some eight round steps.
std::string linear_tics(char axis, AxisRange range);

}  // namespace cellar
