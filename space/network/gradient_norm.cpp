#include "space/network/gradient_norm.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/errors.hpp"
#include "space/network/torch_versions.hpp"

namespace cellar::network {

namespace {

std::vector<at::Tensor> gradients(const std::vector<at::Tensor>& parameters) {
  std::vector<at::Tensor> gradients;
  for (const at::Tensor& parameter : parameters) {
    if (parameter.grad().defined()) gradients.push_back(parameter.grad());
  }
  return gradients;
}

}  // namespace

void zero_gradients(const std::vector<at::Tensor>& parameters) {
  const c10::NoGradGuard no_grad;
  const std::vector<at::Tensor> all = gradients(parameters);
  if (!all.empty()) at::_foreach_zero_(all);  // on CUDA in few kernels
}

at::Tensor gradient_norm(const std::vector<at::Tensor>& parameters) {
  require(!parameters.empty(), "the norm of no gradients");
  const c10::NoGradGuard no_grad;
  const std::vector<at::Tensor> all = gradients(parameters);
  return all.empty() ? at::zeros({}, parameters.front().options()) : at::stack(at::_foreach_norm(all, 2)).norm(2);
}

at::Tensor clip_gradient_norm(const std::vector<at::Tensor>& parameters, double most) {
  const c10::NoGradGuard no_grad;
  const at::Tensor norm = gradient_norm(parameters);
  multiply_all(gradients(parameters), ((norm + 1e-6).reciprocal() * most).clamp_max(1));
  return norm;
}

}  // namespace cellar::network
