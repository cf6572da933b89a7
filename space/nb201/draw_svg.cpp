#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

#include "space/nb201/draw.hpp"

namespace cellar::nb201 {

namespace {

// Pixels, y downwards.
struct Point {
  double x = 0, y = 0;
};

constexpr double kRadius = 26;     // of a node
constexpr double kArrow = 15;      // length of a head
constexpr double kFirstNode = 70;  // x of node 0
constexpr double kSpacing = 226;
constexpr double kNodeLine = 206;

Point node_centre(int node) { return {kFirstNode + kSpacing * node, kNodeLine}; }

// Where an edge leaves and enters its circles, in degrees clockwise from the top, and how far its handles (the control
// points of a cubic) reach.
struct Route {
  double leaves, enters, reach;
};

constexpr std::array<Route, kEdges.size()> kRoutes = {
    {{90, 270, 40}, {38, 322, 120}, {90, 270, 40}, {0, 0, 205}, {180, 180, 125}, {90, 270, 40}}};

struct Curve {
  Point start, handle1, handle2, end;

  Point middle() const {
    return {(start.x + 3 * handle1.x + 3 * handle2.x + end.x) / 8,
            (start.y + 3 * handle1.y + 3 * handle2.y + end.y) / 8};
  }
};

Point from_centre(int node, double angle, double distance) {
  const double radians = angle * 3.14159265358979 / 180.0;
  const Point centre = node_centre(node);
  return {centre.x + distance * std::sin(radians), centre.y - distance * std::cos(radians)};
}

// `gap`: room left for the head between the curve's end and the circle.
Curve curve(std::size_t edge, double gap) {
  const Route& route = kRoutes[edge];
  const auto [from, to] = kEdges[edge];
  return {from_centre(from, route.leaves, kRadius), from_centre(from, route.leaves, kRadius + route.reach),
          from_centre(to, route.enters, kRadius + route.reach), from_centre(to, route.enters, kRadius + gap)};
}

std::string stroke(const Curve& c, Operation op, std::string_view more) {
  return fmt::format(
      "<path d=\"M{:.1f},{:.1f} C{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" stroke=\"{}\" "
      "stroke-width=\"{}\" fill=\"none\"{}/>\n",
      c.start.x, c.start.y, c.handle1.x, c.handle1.y, c.handle2.x, c.handle2.y, c.end.x, c.end.y, pen(op).colour,
      pen(op).width, more);
}

std::string head(std::size_t edge, Operation op) {
  constexpr double kSpread = 15;  // degrees on the circle around the node, for half the base
  const double angle = kRoutes[edge].enters;
  const int to = kEdges[edge].to;
  const Point tip = from_centre(to, angle, kRadius + 1);
  const Point left = from_centre(to, angle - kSpread, kRadius + kArrow + 1);
  const Point right = from_centre(to, angle + kSpread, kRadius + kArrow + 1);
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
      centre.x, centre.y, kRadius, centre.y + 7, end ? "#e9edf2" : "#ffffff", number);
  if (!end) return svg;
  // Beside the circle's foot, clear of the edge that enters node 3 from below.
  return svg + fmt::format(
                   "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"14\" fill=\"#555555\" "
                   "text-anchor=\"{}\">{}</text>\n",
                   centre.x + (number == 0 ? 0 : 18), centre.y + kRadius + 20, number == 0 ? "middle" : "start",
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
      svg += stroke(curve(edge, 0), op, " stroke-dasharray=\"3 6\"");
      continue;
    }
    const Curve line = curve(edge, kArrow);
    svg += stroke(line, op, "") + head(edge, op);
    labels += label(line.middle(), op);
  }
  for (int number = 0; number < kNodes; ++number) svg += node(number);
  return svg + labels + "</g>\n</svg>\n";
}

}  // namespace cellar::nb201
