#pragma once

#include "space/network/checks/comparison.hpp"

namespace cellar::network {

// Passes alone, and learning rates; the updates between them belong to the searchers.

// "supernet/…": the first pass of the weights, with gradients, from the initial state; those of a trained state when
// evaluating and when training.
Comparison check_supernet_passes(const RecordedCase& recorded);

// "supernet_nb201/…": the pass of a trained state when evaluating.
Comparison check_nb201_supernet_passes(const RecordedCase& recorded);

}  // namespace cellar::network
