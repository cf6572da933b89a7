#pragma once

#include "space/network/checks/comparison.hpp"

namespace cellar::network {

// "cell_net/flops_params.json": parameters and FLOPs of networks, as the space counts them and as their tensors are.
Comparison check_costs(const RecordedValue& recorded);

}  // namespace cellar::network
