#pragma once

#include <array>
#include <cstddef>

#include "space/nb201/cell.hpp"

// Where the parts of a cell's picture lie, on 820 x 350 pixels, y downwards.
namespace cellar::nb201 {

struct Point {
  double x = 0, y = 0;
};

inline constexpr double kPictureWidth = 820, kPictureHeight = 350;
inline constexpr double kNodeRadius = 26;
inline constexpr double kArrowLength = 15;

Point node_centre(int node);

// A cubic of Bézier.
struct EdgeCurve {
  Point start, handle1, handle2, end;

  Point at(double t) const;  // 0: start, 1: end
  Point middle() const { return at(0.5); }
};

// `gap`: room left for the arrow's head between the curve's end and the circle.
EdgeCurve edge_curve(std::size_t edge, double gap);

// The head of an edge's arrow: its tip, and the two corners of its base.
std::array<Point, 3> arrow_head(std::size_t edge);

}  // namespace cellar::nb201
