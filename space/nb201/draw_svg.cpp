#include <fmt/format.h>

#include <string_view>

#include "space/nb201/draw.hpp"
#include "space/nb201/edge_curves.hpp"

namespace cellar::nb201 {

namespace {

std::string stroke(const EdgeCurve& c, Operation op, std::string_view more) {
  return fmt::format(
      "<path d=\"M{:.1f},{:.1f} C{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" stroke=\"{}\" "
      "stroke-width=\"{}\" fill=\"none\"{}/>\n",
      c.start.x, c.start.y, c.handle1.x, c.handle1.y, c.handle2.x, c.handle2.y, c.end.x, c.end.y, pen(op).colour,
      pen(op).width, more);
}

std::string head(std::size_t edge, Operation op) {
  const auto [tip, left, right] = arrow_head(edge);
  return fmt::format("<polygon points=\"{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" fill=\"{}\"/>\n", tip.x, tip.y,
                     left.x, left.y, right.x, right.y, pen(op).colour);
}

std::string label(Point at, Operation op) {
  constexpr double kHeight = 26;
  const std::string_view name = operation_name(op);
  const double width = 8.0 * static_cast<double>(name.size()) + 16;
  return fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"13\" fill=\"#ffffff\" "
      "stroke=\"{}\" stroke-width=\"1.5\"/>\n"
      "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"14\">{}</text>\n",
      at.x - width / 2, at.y - kHeight / 2, width, kHeight, pen(op).colour, at.x, at.y + 5, name);
}

std::string node(int number) {
  const Point centre = node_centre(number);
  const bool end = number == 0 || number == kNodes - 1;
  std::string svg = fmt::format(
      "<circle cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"{2}\" fill=\"{4}\" stroke=\"#333333\" "
      "stroke-width=\"2\"/>\n<text x=\"{0:.1f}\" y=\"{3:.1f}\" font-size=\"19\" "
      "font-weight=\"bold\">{5}</text>\n",
      centre.x, centre.y, kNodeRadius, centre.y + 7, end ? "#e9edf2" : "#ffffff", number);
  if (!end) return svg;
  // Beside the circle's foot, clear of the edge that enters node 3 from below.
  return svg + fmt::format(
                   "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"14\" fill=\"#555555\" "
                   "text-anchor=\"{}\">{}</text>\n",
                   centre.x + (number == 0 ? 0 : 18), centre.y + kNodeRadius + 20, number == 0 ? "middle" : "start",
                   number == 0 ? "input" : "output");
}

}  // namespace

std::string draw_svg(const Architecture& cell) {
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"820\" height=\"350\" viewBox=\"0 0 820 350\" role=\"img\">\n"
      "<title>{}</title>\n<rect width=\"820\" height=\"350\" fill=\"#ffffff\"/>\n"
      "<g font-family=\"Helvetica, Arial, sans-serif\" fill=\"#222222\" text-anchor=\"middle\">\n",
      format_cell(cell));
  std::string labels;  // above all lines
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) {
    const Operation op = operation(cell, edge);
    if (op == Operation::none) {
      svg += stroke(edge_curve(edge, 0), op, " stroke-dasharray=\"3 6\"");
      continue;
    }
    const EdgeCurve line = edge_curve(edge, kArrowLength);
    svg += stroke(line, op, "") + head(edge, op);
    labels += label(line.middle(), op);
  }
  for (int number = 0; number < kNodes; ++number) svg += node(number);
  return svg + labels + "</g>\n</svg>\n";
}

}  // namespace cellar::nb201
