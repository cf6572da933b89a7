#pragma once

#include <ATen/ATen.h>

#include <array>

#include "space/nb201/cell.hpp"

namespace cellar::network {

// What a cell makes of `x`: every node is the sum of what `of_edge(edge, node)` makes of the nodes before it, edges in
// the order of nb201::kEdges.
template <class OfEdge>
at::Tensor evaluate_cell(const at::Tensor& x, const OfEdge& of_edge) {
  std::array<at::Tensor, nb201::kNodes> nodes;
  nodes[0] = x;
  for (std::size_t edge = 0; edge < nb201::kEdges.size(); ++edge) {
    const auto [from, to] = nb201::kEdges[edge];
    const at::Tensor y = of_edge(edge, nodes[static_cast<std::size_t>(from)]);
    at::Tensor& sum = nodes[static_cast<std::size_t>(to)];
    sum = sum.defined() ? sum + y : y;
  }
  return nodes.back();
}

}  // namespace cellar::network
