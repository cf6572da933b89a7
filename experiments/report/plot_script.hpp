#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/report/curve.hpp"

namespace cellar {

enum class PlotBand { sd, quartiles, se, none };

struct PlotLine {
  Curve curve;
  std::size_t style = 0;   // its colour, dashes and points; the same searcher has one everywhere
  std::string title = {};  // in the legend
  bool is_whole = true;    // all that the panel has of this searcher
};

// One diagram: the curves of one metric on one data set.
struct PlotPanel {
  std::string title;
  std::string x_label, y_label;  // with units
  std::string observed;          // what the searchers saw, in full, for the legend
  bool mixes_epochs = false;     // incumbents are of different numbers of epochs, so that curves may fall
  std::string shared_options;    // that all searchers have and titles leave out
  std::vector<PlotLine> lines;
  CurveMetric::Kind kind = CurveMetric::Kind::figure;
  std::optional<double> optimum;  // drawn as a line
};

struct PlotStyle {
  bool log_time = true;
  bool log_value = false;
  PlotBand band = PlotBand::quartiles;
  std::size_t across = 0;  // panels side by side, in as many rows as that makes; 0: all in one
};

// What is drawn: a picture, or characters for a terminal.
struct PlotTarget {
  enum class Kind { svg, png, pdf, terminal } kind = Kind::svg;
  int columns = 79, rows = 24;  // of the terminal
};

// The kind that a file's ending means; an Error names the endings there are.
PlotTarget::Kind plot_kind(const std::string& file);

// The gnuplot script that draws all panels on its standard output, row by row (below each other on the terminal). A
// logarithmic value axis is for the panels of regrets.
std::string plot_script(const std::vector<PlotPanel>& panels, const PlotStyle& style, const PlotTarget& target);

}  // namespace cellar
