#pragma once

#include <array>
#include <string>
#include <string_view>

#include "space/nb201/cell.hpp"

// Pictures of a cell. The input is node 0 on the left, the output node 3 on the right; edges `none` are left out of the
// text and faint in SVG and DOT.
namespace cellar::nb201 {

// How an operation is drawn. The colours are of Okabe and Ito's palette, which the colour-blind can tell apart.
struct Pen {
  std::string_view colour;    // SVG
  std::string_view terminal;  // ANSI escape sequence of the nearest of 256 colours
  double width;               // [px]; the more parameters, the wider
};
inline constexpr std::array<Pen, kOperationNames.size()> kPens = {{{"#c8c8c8", "\x1b[38;5;250m", 1.5},
                                                                   {"#6b6b6b", "\x1b[38;5;245m", 2.0},
                                                                   {"#e69f00", "\x1b[38;5;214m", 3.0},
                                                                   {"#0072b2", "\x1b[38;5;32m", 4.5},
                                                                   {"#009e73", "\x1b[38;5;36m", 2.5}}};

inline const Pen& pen(Operation op) { return kPens[static_cast<std::size_t>(op)]; }

// Box characters (UTF-8), up to 6 lines of at most 72 columns, each with its line end; with ANSI colours if asked.
std::string draw_text(const Architecture& cell, bool colours = false);

// A document of its own, 820 x 350 pixels, without scripts, fonts or links.
std::string draw_svg(const Architecture& cell);

// For Graphviz.
std::string draw_dot(const Architecture& cell);

}  // namespace cellar::nb201
