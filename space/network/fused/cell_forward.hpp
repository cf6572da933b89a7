#pragma once

#include "space/network/fused/cell_call.hpp"

namespace cellar::network::fused {

// The cell's output; `state` and `maps` get what the backward pass needs. Updates running statistics.
// `x`: channels-last.
at::Tensor forward_cell(const at::Tensor& x, const CellCall& call, CellState& state, CellMaps& maps);

}  // namespace cellar::network::fused
