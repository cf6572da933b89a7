#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cellar {

// How large a picture is and where its panels stand, row by row.
struct PlotLayout {
  std::size_t width = 0, height = 0;  // points
  std::size_t across = 1;             // panels side by side
  std::vector<std::size_t> rows;      // their heights, from the top

  // gnuplot's commands that put a panel in its place.
  std::string place(std::size_t panel) const;
};

// Panels of one row have one size. In several rows those with a legend above them are as much higher: `legends`, its
// lines by row. `beside`: legends stand at the right.
PlotLayout plot_layout(std::size_t across, const std::vector<std::size_t>& legends, bool beside);

}  // namespace cellar
