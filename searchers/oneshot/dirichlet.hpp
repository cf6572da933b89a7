#pragma once

#include <ATen/core/Tensor.h>

#include "core/random.hpp"

// The distribution of an edge's weights in DrNAS (Chen et al. 2021; the authors' model_search.py and
// process_step_vector). Rows are edges.
namespace cellar::oneshot {

// elu(alphas) + 1: alphas + 1 where they are positive, their exponentials elsewhere.
at::Tensor dirichlet_concentration(const at::Tensor& alphas);

// The divergence of each row's distribution from the uniform one, Dirichlet(1, …, 1); [rows].
at::Tensor dirichlet_divergence(const at::Tensor& concentration);

// A draw of each row: `gamma`, variates of these shapes, over their sum. Gradients of the concentration are implicit
// and exact (beta_quantile.hpp); the gamma variates have none.
at::Tensor dirichlet_sample(const at::Tensor& concentration, const at::Tensor& gamma);

// What was drawn for a pass, on the host: variates, and the slopes of what they make, which gradients need. [rows, n]
struct DirichletDraw {
  at::Tensor gamma, slopes;
};

// Gamma variates of these shapes, in float64. `concentration`: on the host. An Error if one is not positive, since an
// alpha is below about -17 in float32, or no number.
at::Tensor draw_gamma(const at::Tensor& concentration, Rng& rng);
DirichletDraw draw_dirichlet(const at::Tensor& concentration, Rng& rng);

// The same as above for such a draw. Neither pass waits for the device.
at::Tensor dirichlet_sample(const at::Tensor& concentration, const DirichletDraw& draw);

// D of each entry of a draw, beta_quantile_slope of its marginal distribution, in float64 on the host. With g the
// gradient of the draw x, that of the concentration is D_i (g_i - sum over j of x_j g_j).
at::Tensor dirichlet_slopes(const at::Tensor& draw, const at::Tensor& concentration);

}  // namespace cellar::oneshot
