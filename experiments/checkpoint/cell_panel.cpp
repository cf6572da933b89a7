#include "experiments/checkpoint/cell_panel.hpp"

#include <fmt/format.h>

#include <vector>

#include "experiments/report/gnuplot.hpp"
#include "space/nb201/draw.hpp"
#include "space/nb201/edge_curves.hpp"

namespace cellar {

namespace {

using nb201::Point;

std::string curve_block(std::size_t edge, bool is_none) {
  constexpr int kPieces = 40;
  const auto curve = nb201::edge_curve(edge, is_none ? 0 : nb201::kArrowLength);
  std::string text = fmt::format("$edge{} << EOD\n", edge);
  for (int i = 0; i <= kPieces; ++i) {
    const Point point = curve.at(static_cast<double>(i) / kPieces);
    text += fmt::format("{:.1f} {:.1f}\n", point.x, point.y);
  }
  return text + "EOD\n";
}

std::string curve_line(std::size_t edge, nb201::Operation op) {
  return fmt::format("$edge{} using 1:2 with lines lc rgb '{}' lw {}{} notitle", edge, nb201::pen(op).colour,
                     nb201::pen(op).width * 0.6, op == nb201::Operation::none ? " dt '.'" : "");
}

std::string head(std::size_t edge, nb201::Operation op) {
  const auto [tip, left, right] = nb201::arrow_head(edge);
  return fmt::format(
      "set object polygon from {:.1f},{:.1f} to {:.1f},{:.1f} to {:.1f},{:.1f} to {:.1f},{:.1f} front fillcolor rgb "
      "'{}' "
      "fillstyle solid 1 noborder\n",
      tip.x, tip.y, left.x, left.y, right.x, right.y, tip.x, tip.y, nb201::pen(op).colour);
}

std::string name_tag(std::size_t edge, nb201::Operation op) {
  const Point middle = nb201::edge_curve(edge, nb201::kArrowLength).middle();
  return fmt::format("set label {} at {:.1f},{:.1f} center front boxed font ',10'\n",
                     gnuplot_quoted(std::string(nb201::operation_name(op))), middle.x, middle.y);
}

std::string node(int number) {
  const Point centre = nb201::node_centre(number);
  const bool is_end = number == 0 || number == nb201::kNodes - 1;
  std::string text = fmt::format(
      "set object circle at {0:.1f},{1:.1f} size {2} front fillcolor rgb '{3}' fillstyle solid 1 border rgb '#333333'\n"
      "set label '{4}' at {0:.1f},{1:.1f} center front font ',13'\n",
      centre.x, centre.y, nb201::kNodeRadius, is_end ? "#e9edf2" : "#ffffff", number);
  if (!is_end) return text;
  return text + fmt::format("set label '{}' at {:.1f},{:.1f} {} front font ',10' textcolor rgb '#555555'\n",
                            number == 0 ? "input" : "output", centre.x + (number == 0 ? 0 : 18),
                            centre.y + nb201::kNodeRadius + 22, number == 0 ? "center" : "left");
}

}  // namespace

std::string cell_panel(const Architecture& cell, const std::string& title) {
  std::string data, objects, labels;
  std::vector<std::string> lines;
  for (std::size_t edge = 0; edge < nb201::kEdges.size(); ++edge) {
    const auto op = nb201::operation(cell, edge);
    const bool is_none = op == nb201::Operation::none;
    data += curve_block(edge, is_none);
    lines.push_back(curve_line(edge, op));
    if (is_none) continue;
    objects += head(edge, op);
    labels += name_tag(edge, op);
  }
  for (int number = 0; number < nb201::kNodes; ++number) objects += node(number);
  return data +
         fmt::format(
             "set title {}\nunset border\nunset tics\nunset key\nunset xlabel\nunset ylabel\nset size ratio -1\n"
             "set xrange [0:{}]\nset yrange [{}:0]\nset style textbox opaque noborder fillcolor rgb 'white' "
             "margins 1,1\n",
             gnuplot_quoted(title), nb201::kPictureWidth, nb201::kPictureHeight) +
         objects + labels + fmt::format("plot {}\n", fmt::join(lines, ", \\\n     ")) +
         "unset object\nunset label\nset size noratio\n";
}

}  // namespace cellar
