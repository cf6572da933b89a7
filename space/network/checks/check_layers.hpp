#pragma once

#include "space/network/checks/comparison.hpp"

// Recorded cases of single layers and of networks of one cell, computed again.
namespace cellar::network {

// "ops/…": an operation, residual block, stem or last activation: output, gradients, statistics after one training
// pass, output when evaluating.
Comparison check_layer(const RecordedCase& recorded);

// "ops/head_ce_…": pooling, linear layer and cross entropy.
Comparison check_head(const RecordedCase& recorded);

// "cell_net/net…": a network of one cell: logits, loss, gradients, statistics.
Comparison check_cell_network(const RecordedCase& recorded);

// "cell_net/train5_…": five steps of training one.
Comparison check_training(const RecordedCase& recorded);

}  // namespace cellar::network
