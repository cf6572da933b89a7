#include "space/network/proxies/synflow.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include "space/network/proxies/saliency.hpp"

namespace cellar::network {

namespace {

void make_absolute(const Weights& weights) {
  const c10::NoGradGuard no_grad;
  for (const at::Tensor& parameter : weights.parameters()) parameter.abs_();
}

// Evaluated with these numbers, batch normalisation passes on what it gets: mean 0, variance 1 - eps, scale 1, shift 0.
void make_norms_identity(const Weights& weights) {
  constexpr double kEpsilon = 1e-5;
  const c10::NoGradGuard no_grad;
  for (std::size_t i = 0; i < weights.entries().size(); ++i) {
    const auto& [name, tensor, is_parameter] = weights.entries()[i];
    if (name.ends_with("running_mean")) tensor.zero_();
    if (name.ends_with("running_var")) tensor.fill_(1 - kEpsilon);
    if (!is_parameter || !name.ends_with("weight") || tensor.dim() != 1) continue;
    tensor.fill_(1);
    weights.entries()[i + 1].tensor.zero_();
  }
}

}  // namespace

at::Tensor synflow(CellNetwork& network, int image_size, SynflowNorm norm) {
  make_absolute(network.weights());
  if (norm == SynflowNorm::none) make_norms_identity(network.weights());
  const Tensors weights = layer_weights(network.weights());
  const at::Tensor image = at::ones({1, 3, image_size, image_size}, weights[0].options().requires_grad(false));
  const at::Tensor flow = network.forward(image, {.training = norm == SynflowNorm::batch}).logits.sum();
  return snip(weights, torch::autograd::grad({flow}, weights));
}

}  // namespace cellar::network
