#include <fmt/format.h>

#include "space/nb201/draw.hpp"

namespace cellar::nb201 {

std::string draw_dot(const Architecture& cell) {
  std::string dot =
      "digraph cell {\n"
      "  rankdir=LR;\n"
      "  node [shape=circle, fixedsize=true, width=0.75, fontname=\"Helvetica\", fontsize=12];\n"
      "  edge [fontname=\"Helvetica\", fontsize=11];\n"
      "  0 [label=\"0\\ninput\"];\n"
      "  3 [label=\"3\\noutput\"];\n";
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) {
    const Operation op = operation(cell, edge);
    const std::string style =
        op == Operation::none ? "style=dashed, arrowhead=none" : fmt::format("label=\"{}\"", operation_name(op));
    dot += fmt::format("  {} -> {} [{}, color=\"{}\", penwidth={}];\n", kEdges[edge].from, kEdges[edge].to, style,
                       pen(op).colour, pen(op).width);
  }
  return dot + "}\n";
}

}  // namespace cellar::nb201
