#include "space/network/gumbel_softmax.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"
#include "space/network/derive.hpp"
#include "space/network/host_values.hpp"
#include "space/network/upload.hpp"

namespace cellar::network {

namespace {

at::Tensor draw_gumbel(const at::Tensor& alphas, Rng& rng) {
  const at::Tensor drawn = at::empty(alphas.sizes(), at::kDouble);
  double* values = drawn.data_ptr<double>();
  for (std::int64_t i = 0; i < drawn.numel(); ++i) values[i] = -std::log(-std::log1p(-rng.uniform()));
  return upload(drawn, alphas.options().requires_grad(false));
}

at::Tensor soften(const at::Tensor& alphas, const at::Tensor& gumbel, double tau) {
  return ((alphas.log_softmax(1) + gumbel) / tau).softmax(1);
}

// One-hot rows, with the gradient of `soft`.
at::Tensor harden(const at::Tensor& soft, const Architecture& cell) {
  const at::Tensor chosen = at::zeros(soft.sizes(), at::kDouble);
  for (std::size_t edge = 0; edge < cell.size(); ++edge)
    chosen.data_ptr<double>()[edge * soft.size(1) + cell[edge]] = 1;
  return upload(chosen, soft.options().requires_grad(false)) - soft.detach() + soft;
}

bool are_finite(const at::Tensor& tensor) {
  const std::vector<double> values = host_values(tensor);
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

}  // namespace

GumbelSample gumbel_softmax(const at::Tensor& alphas, const at::Tensor& gumbel, double tau) {
  GumbelSample sample;
  sample.gumbel = gumbel;
  sample.probabilities = soften(alphas, gumbel, tau);
  sample.cell = derive_cell(sample.probabilities);
  sample.weights = harden(sample.probabilities, sample.cell);
  return sample;
}

at::Tensor gumbel_weights(const at::Tensor& alphas, const at::Tensor& gumbel, double tau, const Architecture& cell) {
  return harden(soften(alphas, gumbel, tau), cell);
}

GumbelSample gumbel_softmax(const at::Tensor& alphas, double tau, Rng& rng) {
  constexpr int kTries = 100;  // one in 2^53 draws is infinite
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const at::Tensor gumbel = draw_gumbel(alphas, rng);
    GumbelSample sample = gumbel_softmax(alphas, gumbel, tau);
    if (are_finite(gumbel) && are_finite(sample.probabilities)) return sample;
  }
  throw Error(fmt::format("architecture parameters are infinite or no numbers, or tau, {}, is too small", tau));
}

}  // namespace cellar::network
