#pragma once

#include "space/network/checks/comparison.hpp"

// Recorded cases of single layers, computed again.
namespace cellar::network {

// "ops/…": an operation, residual block, stem or last activation: output, gradients, statistics after one training
// pass, output when evaluating.
Comparison check_layer(const RecordedCase& recorded);

// "ops/head_ce_…": pooling, linear layer and cross entropy.
Comparison check_head(const RecordedCase& recorded);

}  // namespace cellar::network
