#include "experiments/checkpoint/drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "experiments/checkpoint/cell_panel.hpp"
#include "experiments/report/gnuplot.hpp"
#include "space/nb201/draw.hpp"

namespace cellar {

namespace {

using Kind = PlotTarget::Kind;

constexpr int kPanelWidth = 620, kPanelHeight = 400;

std::string set_terminal(Kind kind, int columns, int rows) {
  const int width = columns * kPanelWidth, height = rows * kPanelHeight;
  switch (kind) {
    case Kind::png:  // twice the pixels, for screens that have them
      return fmt::format(
          "set terminal pngcairo noenhanced size {},{} font 'DejaVu Sans,11' fontscale 2 linewidth 2 pointscale 2 "
          "background rgb 'white'\n",
          2 * width, 2 * height);
    case Kind::pdf:
      return fmt::format("set terminal pdfcairo noenhanced size {:.2f}in,{:.2f}in font 'DejaVu Sans,11'\n",
                         width / 100.0, height / 100.0);
    default:
      return fmt::format("set terminal svg noenhanced size {},{} font 'DejaVu Sans,13' background rgb 'white'\n", width,
                         height);
  }
}

// Plain axes, whatever the panel before left.
std::string plain_axes(const std::string& title) {
  return fmt::format(
      "set title {}\nset border 3 lc rgb '#444444'\nset tics nomirror out\nset xtics autofreq nomirror out font "
      "',11'\nset ytics "
      "autofreq nomirror out\n"
      "set bmargin -1\nunset y2tics\nunset y2label\nset autoscale x\nset autoscale y\nunset colorbox\nset grid back lc "
      "rgb '#DDDDDD' "
      "lw 0.6 "
      "dt solid\n",
      gnuplot_quoted(title));
}

std::string tics(char axis, const std::vector<std::string>& names) {
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < names.size(); ++i) pieces.push_back(fmt::format("{} {}", gnuplot_quoted(names[i]), i));
  return fmt::format("set {}tics ({}) nomirror scale 0\n", axis, fmt::join(pieces, ", "));
}

// Dark cells get white figures.
constexpr double kDark = 0.55;

std::string heat_map(const AlphasAt& alphas) {
  std::string data = "$alphas << EOD\n";
  const std::size_t edges = alphas.weights.size(), operations = alphas.weights.front().size();
  for (std::size_t edge = 0; edge < edges; ++edge) {
    for (std::size_t op = 0; op < operations; ++op) {
      const auto& weights = alphas.weights[edge];
      const bool is_largest = *std::max_element(weights.begin(), weights.end()) == weights[op];
      data += fmt::format("{} {} {:.4f} {}\n", op, edge, weights[op], is_largest ? 1 : 0);
    }
  }
  data += "EOD\n";
  return data + plain_axes(fmt::format("Softmax of the alphas after {} epochs", alphas.epochs)) +
         "unset grid\nset border 0\nunset key\nunset xlabel\nunset ylabel\n" + tics('x', operation_names(operations)) +
         "set xtics font ',9'\n" + tics('y', edge_names(edges)) +
         fmt::format(
             "set xrange [-0.5:{}]\nset yrange [{}:-0.5]\nset cbrange [0:1]\n"
             "set palette defined (0 '#ffffff', 0.2 '#d7e6f2', 0.6 '#5b9bc8', 1 '#0b4a7a')\n"
             "plot $alphas using 1:2:3 with image pixels notitle, \\\n"
             "     $alphas using 1:2:(sprintf($4 > 0 ? '%.3f *' : '%.3f', $3)):($3 > {} ? 0xffffff : 0x222222) with "
             "labels "
             "tc rgb variable "
             "notitle\n",
             static_cast<double>(operations) - 0.5, static_cast<double>(edges) - 0.5, kDark);
}

std::string figure(double value) { return std::isnan(value) ? "NaN" : fmt::format("{:.6g}", value); }

// Epochs from 1, at most eight round ones named; `beyond`: how far the axis goes on at both ends.
std::string epoch_axis(int first, int last, double beyond) {
  constexpr int kMostTics = 8;
  int step = 1;
  for (int factor : {2, 5, 10}) {
    if ((last - first) / step >= kMostTics) step = factor;
  }
  while ((last - first) / step >= kMostTics) step *= 2;
  return fmt::format("set xlabel 'epochs'\nset xtics {}\nset xrange [{}:{}]\n", step, first - beyond, last + beyond);
}

std::string by_epoch(const SearchPicture& picture) {
  std::string data = "$cells << EOD\n";
  for (const JudgedCell& cell : picture.cells) {
    data +=
        fmt::format("{} {} {} {}\n", cell.number + 1, figure(cell.truth.test), figure(cell.seen), cell.skip_connects);
  }
  data += "EOD\n";
  const int last = std::max(picture.cells.back().number + 1, picture.cells.front().number + 2);
  return data + plain_axes("The cell after each epoch") + epoch_axis(picture.cells.front().number + 1, last, 0) +
         fmt::format(
             "set bmargin 6\nset ylabel 'accuracy [%]'\nset y2label 'skip connections'\n"
             "set yrange [0:100]\nset y2range [0:6]\nset y2tics 0,1,6\nset border 11 lc rgb '#444444'\n"
             "set key outside below center horizontal samplen 2\n"
             "plot $cells using 1:4 axes x1y2 with fillsteps fs solid 0.18 lc rgb '#6b6b6b' title 'skip connections', "
             "\\\n"
             "     {:.6g} with lines lc rgb '#666666' lw 1.2 dt '.' title 'optimum {:.2f}', \\\n"
             "     $cells using 1:3 with linespoints lc rgb '#E69F00' lw 1.5 pt 5 ps 0.5 title 'seen (shared "
             "weights)', \\\n"
             "     $cells using 1:2 with linespoints lc rgb '#0072B2' lw 2 pt 7 ps 0.6 title {}\n",
             picture.optimum, picture.optimum, gnuplot_quoted(fmt::format("{} test, trained alone", picture.dataset)));
}

// What each edge is after each epoch.
std::string edges_by_epoch(const SearchPicture& picture) {
  std::string data = "$edges << EOD\n";
  for (const JudgedCell& judged : picture.cells) {
    const Architecture cell = nb201::parse_cell(judged.cell);
    for (std::size_t edge = 0; edge < cell.size(); ++edge) {
      data += fmt::format("{} {} 0x{}\n", judged.number + 1, edge, nb201::kPens[cell[edge]].colour.substr(1));
    }
  }
  std::vector<std::string> keys;
  for (std::size_t op = 0; op < nb201::kPens.size(); ++op) {
    keys.push_back(fmt::format("keyentry with boxes fs solid 1 noborder lc rgb '{}' title {}", nb201::kPens[op].colour,
                               gnuplot_quoted(std::string(nb201::kOperationNames[op]))));
  }
  return data + "EOD\n" + plain_axes("The operation of each edge after each epoch") +
         "unset grid\nset bmargin 6\nunset ylabel\n" +
         epoch_axis(picture.cells.front().number + 1, picture.cells.back().number + 1, 0.5) +
         tics('y', edge_names(nb201::kEdges.size())) +
         fmt::format(
             "set yrange [{}:-0.5]\nset key outside below center horizontal samplen 1\n"
             "plot $edges using 1:2:(0.5):(0.44):3 with boxxyerror fs solid 1 noborder lc rgb variable notitle, \\\n   "
             "  {}\n",
             static_cast<double>(nb201::kEdges.size()) - 0.5, fmt::join(keys, ", \\\n     "));
}

// Mean over edges of each operation's share.
std::string shares(const std::vector<AlphasAt>& series) {
  const auto names = operation_names(series.back().weights.front().size());
  std::string data = "$shares << EOD\n";
  for (const AlphasAt& alphas : series) {
    data += std::to_string(alphas.epochs);
    for (std::size_t op = 0; op < names.size(); ++op) {
      double sum = 0;
      for (const auto& row : alphas.weights) sum += row.at(op);
      data += fmt::format(" {:.6f}", sum / static_cast<double>(alphas.weights.size()));
    }
    data += '\n';
  }
  std::vector<std::string> lines;
  for (std::size_t op = 0; op < names.size(); ++op) {
    const std::string colour(op < nb201::kPens.size() ? nb201::kPens[op].colour : "#000000");
    lines.push_back(fmt::format("$shares using 1:{} with linespoints lc rgb '{}' lw 2 pt {} ps 0.6 title {}", op + 2,
                                colour, 5 + 2 * op, gnuplot_quoted(names[op])));
  }
  return data + "EOD\n" + plain_axes("Softmax of the alphas over epochs, mean over edges") +
         epoch_axis(series.front().epochs, series.back().epochs, 0) +
         "set bmargin 6\nset ylabel 'share'\nset yrange [*:*]\nset key outside below center "
         "horizontal samplen "
         "2\n" +
         fmt::format("plot {}\n", fmt::join(lines, ", \\\n     "));
}

// Where panel i of n lies: two in a row, the last one over the whole width where it is alone there.
std::string placed(std::size_t i, std::size_t n) {
  constexpr double kTitle = 0.05;  // of the height, for the title of all
  const std::size_t rows = (n + 1) / 2;
  const bool alone = n % 2 == 1 && i + 1 == n;
  const double height = (1 - kTitle) / static_cast<double>(rows);
  const auto row = static_cast<double>(i / 2);
  return fmt::format("set origin {:.4f},{:.4f}\nset size {:.4f},{:.4f}\n", i % 2 == 0 ? 0.0 : 0.5,
                     1 - kTitle - (row + 1) * height, alone ? 1.0 : 0.5, height);
}

}  // namespace

std::string search_script(const SearchPicture& picture, Kind kind) {
  std::vector<std::string> panels{cell_panel(picture.last_cell, picture.last_cell_title)};
  if (!picture.alphas.empty()) panels.push_back(heat_map(picture.alphas.back()));
  if (!picture.cells.empty()) {
    panels.push_back(by_epoch(picture));
    panels.push_back(edges_by_epoch(picture));
  }
  if (picture.alphas.size() > 1) panels.push_back(shares(picture.alphas));
  const int rows = (static_cast<int>(panels.size()) + 1) / 2;
  std::string text = fmt::format("set encoding utf8\n{}set multiplot title {} font ',14'\nset key font ',10'\n",
                                 set_terminal(kind, panels.size() == 1 ? 1 : 2, rows), gnuplot_quoted(picture.title));
  for (std::size_t i = 0; i < panels.size(); ++i) text += placed(i, panels.size()) + panels[i];
  return text + "unset multiplot\n";
}

}  // namespace cellar
