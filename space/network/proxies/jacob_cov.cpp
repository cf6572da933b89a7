#include "space/network/proxies/jacob_cov.hpp"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <limits>

#include "space/network/wide_type.hpp"

namespace cellar::network {

at::Tensor jacobian_correlations(CellNetwork& network, const at::Tensor& images) {
  const at::Tensor x = images.detach().set_requires_grad(true);
  const at::Tensor sum = network.forward(x, {.training = true}).logits.sum();
  const at::Tensor rows = torch::autograd::grad({sum}, {x})[0].flatten(1).to(wide_type(x));
  const at::Tensor centred = rows - rows.mean(1, true);
  const at::Tensor covariance = centred.mm(centred.t());
  const at::Tensor deviation = covariance.diagonal().sqrt();
  return (covariance / deviation.unsqueeze(0) / deviation.unsqueeze(1)).cpu().to(at::kDouble);
}

double jacob_cov(const at::Tensor& correlations) {
  constexpr double kSmall = 1e-5;
  if (!correlations.isfinite().all().item<bool>()) return std::numeric_limits<double>::quiet_NaN();
  const at::Tensor values = at::linalg_eigvalsh(correlations) + kSmall;
  return -(values.log() + values.reciprocal()).sum().item<double>();
}

}  // namespace cellar::network
