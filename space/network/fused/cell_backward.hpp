#pragma once

#include "space/network/fused/cell_call.hpp"

namespace cellar::network::fused {

// Which gradients are asked for.
struct Needs {
  bool input = true;
  bool weights = false;          // of the operations
  std::vector<bool> parameters;  // of the layers
};

struct CellGradients {
  at::Tensor input, weights;           // undefined where not asked for
  std::vector<at::Tensor> parameters;  // the same
};

// `gradient`: of the cell's output, channels-last. `parameters`: as fused::parameters().
CellGradients backward_cell(const at::Tensor& gradient, const CellState& state, const CellMaps& maps,
                            const std::vector<at::Tensor>& parameters, const Needs& needs);

}  // namespace cellar::network::fused
