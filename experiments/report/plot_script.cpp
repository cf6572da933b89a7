#include "experiments/report/plot_script.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/errors.hpp"
#include "experiments/report/gnuplot.hpp"
#include "experiments/report/plot_axes.hpp"
#include "experiments/report/plot_layout.hpp"

namespace cellar {
namespace {

using Kind = PlotTarget::Kind;

// Okabe and Ito's palette, which the colour-blind can tell apart; dashes and points tell the lines apart without
// colour.
constexpr std::array<const char*, 7> kColours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                              "#E69F00", "#56B4E9", "#000000"};
constexpr std::array<const char*, 5> kDashes{"solid", "'-'", "'-.'", "'_'", "'..-'"};
constexpr std::array<int, 6> kPoints{7, 5, 9, 13, 11, 4};

// A legend of more lines would lie over the curves, so it stands beside them.
constexpr std::size_t kMostInside = 6;
constexpr std::size_t kMostInLine = 80;  // characters of the legend's notes

std::string block_name(std::size_t panel, std::size_t curve) { return fmt::format("$p{}c{}", panel, curve); }

// gnuplot reads "seconds mean low high" lines; bands are cut at the axis, where a logarithm could not follow them.
std::string data_block(const std::string& name, const std::vector<BandPoint>& points, AxisRange range) {
  std::string text = name + " << EOD\n";
  for (const BandPoint& point : points) {
    text += fmt::format("{:.9g} {:.9g} {:.9g} {:.9g}\n", point.time, point.mean,
                        std::clamp(point.low, range.low, range.high), std::clamp(point.high, range.low, range.high));
  }
  return text + "EOD\n";
}

std::string draw_line(const std::string& block, const PlotLine& line, std::size_t points, bool terminal) {
  const std::size_t style = line.style;
  const std::string title = gnuplot_quoted(line.title);
  if (terminal) return fmt::format("{} using 1:2 with lines lt {} title {}", block, style + 1, title);
  const std::size_t interval = std::max<std::size_t>(points / 8, 1);
  return fmt::format("{} using 1:2 with linespoints lc rgb '{}' dt {} lw 2 pt {} ps 0.9 pi {} title {}", block,
                     kColours[style % kColours.size()], kDashes[style % kDashes.size()],
                     kPoints[style % kPoints.size()], interval, title);
}

std::string draw_band(const std::string& block, std::size_t style) {
  return fmt::format("{} using 1:3:4 with filledcurves lc rgb '{}' fs transparent solid 0.12 noborder notitle", block,
                     kColours[style % kColours.size()]);
}

// Entries of the legend and not its title, which has a font too large for several panels.
std::vector<std::string> legend_notes(const PlotPanel& panel) {
  std::vector<std::string> notes{"searchers saw " + panel.observed};
  std::string line = panel.shared_options.empty() ? "" : "all with " + panel.shared_options;
  while (line.size() > kMostInLine && line.rfind(',', kMostInLine) != line.npos) {
    const std::size_t end = line.rfind(',', kMostInLine) + 1;
    notes.push_back(line.substr(0, end));
    line.erase(0, end);
  }
  if (!line.empty()) notes.push_back(line);
  return notes;
}

AxisRange time_range(const PlotPanel& panel) {
  AxisRange range{1, 1};
  bool first = true;
  for (const PlotLine& line : panel.lines) {
    const auto& points = line.curve.points;
    if (points.empty()) continue;
    const double low = points.front().time, high = points.back().time;
    range = first ? AxisRange{low, high} : AxisRange{std::min(range.low, low), std::max(range.high, high)};
    first = false;
  }
  return range;
}

// Where panels stand below each other, only the first row has a title and only the last one names the times. Their
// legends stand above them, so that all have the same width.
struct Row {
  bool is_first = true, is_last = true;
};

bool is_logarithmic(const PlotPanel& panel, const PlotStyle& style) {
  return style.log_value && panel.kind == CurveMetric::Kind::regret;
}

// In the first row, and where lines are more than a searcher each.
bool has_legend(const PlotPanel& panel, const Row& row) {
  const auto is_whole = [](const PlotLine& line) { return line.is_whole; };
  return row.is_first || !std::all_of(panel.lines.begin(), panel.lines.end(), is_whole);
}

// Lines of text that it takes.
std::size_t legend_lines(const PlotPanel& panel, const Row& row) {
  if (!has_legend(panel, row)) return 0;
  if (!row.is_first) return (panel.lines.size() + 1) / 2;
  return legend_notes(panel).size() + panel.lines.size() + (panel.optimum ? 1 : 0);
}

std::string key(const PlotPanel& panel, const Row& row, const std::string& corner) {
  if (!has_legend(panel, row)) return "unset key\n";
  if (!row.is_first) {
    return fmt::format("set key above left vertical maxrows {} Left reverse\n", legend_lines(panel, row));
  }
  if (!row.is_last) return "set key above left vertical maxcols 1 Left reverse\n";
  if (panel.lines.size() > kMostInside) return "set key outside right top\n";
  return fmt::format("set key inside {}\n", corner);
}

// With why curves fall, in lines that fit below a narrow panel.
std::string quoted_x_label(const PlotPanel& panel, const std::string& label) {
  if (!panel.mixes_epochs || label.empty()) return gnuplot_quoted(label);
  return fmt::format("\"{}\\n{}\\n{}\"", label, "a curve falls where the first result of more",
                     "epochs replaces the best result of fewer");
}

std::string axes(const PlotPanel& panel, const PlotStyle& style, bool terminal, const Row& row, AxisRange values) {
  const AxisRange times = time_range(panel);
  const std::string x_label = terminal      ? fmt::format("{}, {}", panel.x_label, fmt::join(legend_notes(panel), ", "))
                              : row.is_last ? panel.x_label
                                            : "";
  std::string text = fmt::format(
      "set title {}\nset xlabel {}\nset ylabel {}\n", gnuplot_quoted(terminal || row.is_first ? panel.title : ""),
      terminal ? gnuplot_quoted(x_label) : quoted_x_label(panel, x_label), gnuplot_quoted(panel.y_label));
  text += style.log_time ? "set logscale x\n" + log_tics('x', times) : "unset logscale x\n" + linear_tics('x', times);
  text +=
      is_logarithmic(panel, style) ? "set logscale y\n" + log_tics('y', values) : "unset logscale y\nset ytics auto\n";
  text += fmt::format("set xrange [{:.9g}:{:.9g}]\nset yrange [{:.9g}:{:.9g}]\n", times.low, times.high, values.low,
                      values.high);
  if (terminal) return text + "set key below\n";
  return text + key(panel, row, emptiest_corner(panel, style.log_time, times, values)) +
         "set grid back lc rgb '#DDDDDD' lw 0.6 dt solid\n";
}

std::string plot_panel(const PlotPanel& panel, std::size_t number, const PlotStyle& style, bool terminal,
                       const Row& row) {
  const AxisRange values = value_range(panel, is_logarithmic(panel, style));
  std::string data;
  std::vector<std::string> bands, lines;
  if (!terminal && row.is_first) {
    for (const std::string& note : legend_notes(panel)) {
      lines.push_back("keyentry with dots lc rgb 'white' title " + gnuplot_quoted(note));
    }
  }
  for (std::size_t i = 0; i < panel.lines.size(); ++i) {
    const PlotLine& line = panel.lines[i];
    const auto points = band_points(line.curve, style.band);
    if (points.empty()) continue;
    const std::string block = block_name(number, i);
    data += data_block(block, points, values);
    if (style.band != PlotBand::none && !terminal) bands.push_back(draw_band(block, line.style));
    lines.push_back(draw_line(block, line, points.size(), terminal));
  }
  if (data.empty())
    throw Error(fmt::format("nothing to plot for '{}': no run has an evaluation that is finished and did not fail",
                            panel.title));
  if (panel.optimum) {
    lines.push_back(fmt::format("{0:.9g} with lines {1} title 'optimum {0:.2f}'", *panel.optimum,
                                terminal ? "lt 7" : "lc rgb '#666666' lw 1.2 dt '.'"));
  }
  bands.insert(bands.end(), lines.begin(), lines.end());
  return data + axes(panel, style, terminal, row, values) + fmt::format("plot {}\n", fmt::join(bands, ", \\\n     "));
}

std::string set_terminal(const PlotTarget& target, const PlotLayout& layout) {
  const std::size_t width = layout.width, height = layout.height;
  switch (target.kind) {
    case Kind::svg:
      return fmt::format("set terminal svg noenhanced size {},{} font 'DejaVu Sans,14' background rgb 'white'\n", width,
                         height);
    case Kind::png:  // twice the pixels, for screens that have them
      return fmt::format(
          "set terminal pngcairo noenhanced size {},{} font 'DejaVu Sans,11' fontscale 2 linewidth 2 "
          "pointscale 2 background rgb 'white'\n",
          2 * width, 2 * height);
    case Kind::pdf:
      return fmt::format("set terminal pdfcairo noenhanced size {:.2f}in,{:.2f}in font 'DejaVu Sans,11'\n",
                         static_cast<double>(width) / 100, static_cast<double>(height) / 100);
    case Kind::terminal:
      break;
  }
  return fmt::format("set terminal dumb noenhanced mono size {},{}\n", target.columns, target.rows);
}

}  // namespace

PlotTarget::Kind plot_kind(const std::string& file) {
  if (file.ends_with(".svg")) return Kind::svg;
  if (file.ends_with(".png")) return Kind::png;
  if (file.ends_with(".pdf")) return Kind::pdf;
  throw Error(fmt::format("--out '{}': the ending says what is drawn and must be .svg, .png or .pdf", file));
}

std::string plot_script(const std::vector<PlotPanel>& panels, const PlotStyle& style, const PlotTarget& target) {
  const bool terminal = target.kind == Kind::terminal;
  const std::size_t across = style.across == 0 ? panels.size() : style.across;
  const auto row_of = [&](std::size_t i) { return Row{i < across, i + across >= panels.size()}; };
  std::vector<std::size_t> legends((panels.size() + across - 1) / across);
  bool legend_beside = false;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    legends[i / across] = std::max(legends[i / across], legend_lines(panels[i], row_of(i)));
    legend_beside = legend_beside || (legends.size() == 1 && panels[i].lines.size() > kMostInside);
  }
  const PlotLayout layout = plot_layout(across, legends, legend_beside);
  std::string text = "set encoding utf8\n" + set_terminal(target, layout);
  if (!terminal) text += "set border 3 lc rgb '#444444'\nset tics nomirror out\n";
  text += "set key samplen 3 spacing 1.15\n";
  const bool multiplot = panels.size() > 1 && !terminal;
  if (multiplot) text += "set multiplot\n";
  if (multiplot && across > 1) text += "set key font ',9'\n";
  if (legends.size() > 1 && !terminal) text += "set lmargin 11\n";  // so that axes stand below each other
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (multiplot) text += layout.place(i);
    text += plot_panel(panels[i], i, style, terminal, row_of(i));
  }
  if (multiplot) text += "unset multiplot\n";
  return text;
}

}  // namespace cellar
