#pragma once

#include "space/network/cell_network.hpp"

namespace cellar::network {

// The correlations, over all pixels, of the gradients of the summed logits with respect to each image of a batch in
// training mode; [N, N], float64, on the host. NaN where a gradient is constant, as of a cell whose output does not
// depend on its input. `images`: [N, 3, H, W].
at::Tensor jacobian_correlations(CellNetwork& network, const at::Tensor& images);

// Jacobian covariance (Mellor et al., "Neural Architecture Search without Training", first version, 2020):
// - sum log(v + k) + 1 / (v + k) over the eigenvalues v of the correlations, k = 1e-5. NaN if one is.
double jacob_cov(const at::Tensor& correlations);

}  // namespace cellar::network
