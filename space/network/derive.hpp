#pragma once

#include <ATen/core/Tensor.h>

#include "core/architecture.hpp"

namespace cellar::network {

// The cell of each edge's largest weight, the first of equal ones; `none` may win (AutoDL-Projects, search_cells.py and
// generic_model.py: genotype). `weights`: [6, 5], architecture parameters or what a softmax makes of them.
Architecture derive_cell(const at::Tensor& weights);

}  // namespace cellar::network
