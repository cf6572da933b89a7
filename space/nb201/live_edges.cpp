#include "space/nb201/live_edges.hpp"

namespace cellar::nb201 {

Architecture live_cell(const Architecture& cell) {
  std::array<bool, kNodes> reached{}, leads{};  // from the input; to the output
  reached.front() = true;
  leads.back() = true;
  const auto is_none = [&](std::size_t edge) { return operation(cell, edge) == Operation::none; };
  const auto node = [](int number) { return static_cast<std::size_t>(number); };
  // kEdges is in order of the node that an edge goes to; nodes are numbered along the paths.
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) {
    if (!is_none(edge) && reached[node(kEdges[edge].from)]) reached[node(kEdges[edge].to)] = true;
  }
  for (std::size_t edge = kEdges.size(); edge-- > 0;) {
    if (!is_none(edge) && leads[node(kEdges[edge].to)]) leads[node(kEdges[edge].from)] = true;
  }
  Architecture live = cell;
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) {
    const bool on_path = reached[node(kEdges[edge].from)] && leads[node(kEdges[edge].to)];
    if (!on_path) live[edge] = static_cast<std::uint8_t>(Operation::none);
  }
  return live;
}

}  // namespace cellar::nb201
