#include "space/nb201/edge_curves.hpp"

#include <cmath>

namespace cellar::nb201 {

namespace {

constexpr double kFirstNode = 70;  // x of node 0
constexpr double kSpacing = 226;
constexpr double kNodeLine = 206;

// Where an edge leaves and enters its circles, in degrees clockwise from the top, and how far its handles (the control
// points of a cubic) reach.
struct Route {
  double leaves, enters, reach;
};

constexpr std::array<Route, kEdges.size()> kRoutes = {
    {{90, 270, 40}, {38, 322, 120}, {90, 270, 40}, {0, 0, 205}, {180, 180, 125}, {90, 270, 40}}};

Point from_centre(int node, double angle, double distance) {
  const double radians = angle * 3.14159265358979 / 180.0;
  const Point centre = node_centre(node);
  return {centre.x + distance * std::sin(radians), centre.y - distance * std::cos(radians)};
}

}  // namespace

Point node_centre(int node) { return {kFirstNode + kSpacing * node, kNodeLine}; }

Point EdgeCurve::at(double t) const {
  const double s = 1 - t;
  const double a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
  return {a * start.x + b * handle1.x + c * handle2.x + d * end.x,
          a * start.y + b * handle1.y + c * handle2.y + d * end.y};
}

EdgeCurve edge_curve(std::size_t edge, double gap) {
  const Route& route = kRoutes[edge];
  const auto [from, to] = kEdges[edge];
  return {from_centre(from, route.leaves, kNodeRadius), from_centre(from, route.leaves, kNodeRadius + route.reach),
          from_centre(to, route.enters, kNodeRadius + route.reach), from_centre(to, route.enters, kNodeRadius + gap)};
}

std::array<Point, 3> arrow_head(std::size_t edge) {
  constexpr double kSpread = 15;  // degrees on the circle around the node, for half the base
  const double angle = kRoutes[edge].enters;
  const int to = kEdges[edge].to;
  const double base = kNodeRadius + kArrowLength + 1;
  return {from_centre(to, angle, kNodeRadius + 1), from_centre(to, angle - kSpread, base),
          from_centre(to, angle + kSpread, base)};
}

}  // namespace cellar::nb201
