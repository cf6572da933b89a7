#include "space/network/gradient_norm.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/errors.hpp"

namespace cellar::network {

at::Tensor gradient_norm(const std::vector<at::Tensor>& parameters) {
  require(!parameters.empty(), "the norm of no gradients");
  const c10::NoGradGuard no_grad;
  std::vector<at::Tensor> norms;
  for (const at::Tensor& parameter : parameters) {
    if (parameter.grad().defined()) norms.push_back(parameter.grad().norm(2));
  }
  return norms.empty() ? at::zeros({}, parameters.front().options()) : at::stack(norms).norm(2);
}

at::Tensor clip_gradient_norm(const std::vector<at::Tensor>& parameters, double most) {
  const c10::NoGradGuard no_grad;
  const at::Tensor norm = gradient_norm(parameters);
  const at::Tensor factor = ((norm + 1e-6).reciprocal() * most).clamp_max(1);
  for (const at::Tensor& parameter : parameters) {
    if (parameter.grad().defined()) parameter.grad().mul_(factor);
  }
  return norm;
}

}  // namespace cellar::network
