#include "space/network/proxies/zen.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <vector>

#include "space/network/proxies/observed_operations.hpp"
#include "space/network/wide_type.hpp"

namespace cellar::network {

namespace {

at::Tensor last_activation(CellNetwork& network, const at::Tensor& images) {
  at::Tensor last;
  const ObservedOperations observed({}, [&](const at::Tensor& input) { last = input; });
  network.forward(images, {.training = true});
  return last.relu();
}

}  // namespace

double ZenParts::score() const { return difference + norms.sum().item<double>(); }

ZenParts zen(CellNetwork& network, const at::Tensor& images, const at::Tensor& directions) {
  const c10::NoGradGuard no_grad;
  const at::Tensor before = last_activation(network, images);
  const at::Tensor change = before - last_activation(network, images + kZenStep * directions);
  std::vector<at::Tensor> norms;
  for (const Weights::Entry& entry : network.weights().entries()) {
    if (!entry.name.ends_with("running_var")) continue;
    norms.push_back(entry.tensor.mean(wide_type(images)).sqrt().log());
  }
  const at::Tensor moved = change.abs().sum({1, 2, 3}, false, wide_type(images));  // [N]
  return {moved.mean().log().item<double>(), at::stack(norms).cpu().to(at::kDouble)};
}

}  // namespace cellar::network
