#pragma once

#include "space/network/fused/cell_call.hpp"

namespace cellar::network::fused {

// Sums over all images and pixels that the gradients of an edge's terms are made of. G: the gradient of its target.
struct EdgeTotals {
  std::vector<double> gradient;                               // [C], of G
  std::array<std::vector<double>, kSizes> with_convolutions;  // [C], of G (y - mean of y); empty: no such term
  double with_source = 0, with_pool = 0;                      // of G x and of G pool(x)
};

// For every edge out of a source, in the order of outgoing(). `gradients`: of all nodes behind it. The sums with the
// source are made if `weights`.
std::vector<EdgeTotals> edge_totals(const CellState& state, const CellMaps& maps, std::size_t source,
                                    const std::array<at::Tensor, nb201::kNodes>& gradients, bool weights);

}  // namespace cellar::network::fused
