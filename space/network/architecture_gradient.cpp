#include "space/network/architecture_gradient.hpp"

#include <ATen/ATen.h>

namespace cellar::network {

void architecture_gradient(const at::Tensor& loss, const at::Tensor& alphas, const std::vector<at::Tensor>& reached) {
  loss.backward({}, c10::nullopt, false, std::vector<at::Tensor>{alphas});
  for (const at::Tensor& parameter : reached) {
    if (!parameter.grad().defined()) parameter.mutable_grad() = at::zeros_like(parameter);
  }
}

}  // namespace cellar::network
