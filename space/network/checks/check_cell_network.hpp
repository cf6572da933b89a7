#pragma once

#include "space/network/checks/comparison.hpp"

// Recorded cases of networks of one cell, computed again.
namespace cellar::network {

// "cell_net/net…": a network of one cell: logits, loss, gradients, statistics.
Comparison check_cell_network(const RecordedCase& recorded);

// "cell_net/train5_…": steps of training one, an epoch each. A sequence: see ReferenceKernels.
Comparison check_training(const RecordedCase& recorded);

}  // namespace cellar::network
