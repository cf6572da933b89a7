#pragma once

#include "space/network/checks/comparison.hpp"

namespace cellar::network {

// "supernet/…", its passes alone: the first of the weights, with loss and gradients, from the initial state; those of a
// trained state when evaluating and when training. The updates between them belong to the searchers.
Comparison check_supernet_passes(const RecordedCase& recorded);

}  // namespace cellar::network
