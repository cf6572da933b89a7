#pragma once

#include <ATen/core/Tensor.h>

#include "core/architecture.hpp"
#include "core/random.hpp"

namespace cellar::network {

// What GDAS draws for a pass (Dong and Yang 2019, equations 3 and 7; AutoDL-Projects, search_cells.py: forward_gdas).
// All tensors are [6, 5].
struct GumbelSample {
  at::Tensor gumbel;         // -log(E), E exponential with mean 1
  at::Tensor probabilities;  // softmax of (log_softmax(alphas) + gumbel) / tau
  at::Tensor weights;        // 1, up to rounding, for the drawn operations and 0 for the others; gradients as those of
                             // the probabilities
  Architecture cell;         // the drawn operations
};

GumbelSample gumbel_softmax(const at::Tensor& alphas, const at::Tensor& gumbel, double tau);

// The weights of such a draw, given its cell: made on the device of `alphas`, without waiting for it.
at::Tensor gumbel_weights(const at::Tensor& alphas, const at::Tensor& gumbel, double tau, const Architecture& cell);

// Draws anew while a number is infinite or none. An Error if that does not end, since the alphas are no numbers.
GumbelSample gumbel_softmax(const at::Tensor& alphas, double tau, Rng& rng);

}  // namespace cellar::network
