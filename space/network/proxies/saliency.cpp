#include "space/network/proxies/saliency.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include "core/errors.hpp"
#include "space/network/proxies/observed_operations.hpp"
#include "space/network/wide_type.hpp"

namespace cellar::network {

namespace {

at::Tensor training_loss(CellNetwork& network, const Batch& batch) {
  return at::cross_entropy_loss(network.forward(batch.images, {.training = true}).logits, batch.labels);
}

// One number for each layer: `number(i)` is a tensor of one element.
template <class Number>
at::Tensor by_layer(std::size_t layers, const Number& number) {
  const c10::NoGradGuard no_grad;
  Tensors numbers;
  for (std::size_t i = 0; i < layers; ++i) numbers.push_back(number(i));
  return at::stack(numbers).cpu().to(at::kDouble);
}

}  // namespace

Tensors layer_weights(const Weights& weights) {
  Tensors layers;
  for (const at::Tensor& parameter : weights.parameters()) {
    if (parameter.dim() > 1) layers.push_back(parameter);
  }
  return layers;
}

Tensors loss_gradients(CellNetwork& network, const Batch& batch) {
  return torch::autograd::grad({training_loss(network, batch)}, layer_weights(network.weights()));
}

at::Tensor grad_norm(const Tensors& gradients) {
  return by_layer(gradients.size(), [&](std::size_t i) { return gradients[i].norm(); });
}

at::Tensor snip(const Tensors& weights, const Tensors& gradients) {
  return by_layer(weights.size(),
                  [&](std::size_t i) { return (weights[i] * gradients[i]).abs().sum(wide_type(weights[i])); });
}

at::Tensor plain(const Tensors& weights, const Tensors& gradients) {
  return by_layer(weights.size(),
                  [&](std::size_t i) { return (weights[i] * gradients[i]).sum(wide_type(weights[i])); });
}

at::Tensor l2_norm(const Tensors& weights) {
  return by_layer(weights.size(), [&](std::size_t i) { return weights[i].norm(); });
}

at::Tensor grasp(CellNetwork& network, const Batch& batch) {
  const Tensors weights = layer_weights(network.weights());
  const Tensors gradients = torch::autograd::grad({training_loss(network, batch)}, weights, {}, c10::nullopt, true);
  at::Tensor product;  // of the gradient with itself held fixed: its derivative is H G
  for (const at::Tensor& gradient : gradients) {
    const at::Tensor term = (gradient.detach() * gradient).sum();
    product = product.defined() ? product + term : term;
  }
  const Tensors curved = torch::autograd::grad({product}, weights);
  return -plain(weights, curved);
}

at::Tensor fisher(CellNetwork& network, const Batch& batch) {
  Tensors outputs;
  at::Tensor loss;
  {
    const ObservedOperations observed([&](const at::Tensor& output) { outputs.push_back(output); }, {});
    loss = training_loss(network, batch);
  }
  const Tensors weights = layer_weights(network.weights());
  require(outputs.size() == weights.size(), "layers are computed once each, in their order, by what can be observed");
  const Tensors gradients = torch::autograd::grad({loss}, outputs);
  return by_layer(outputs.size(), [&](std::size_t i) {
    const at::Tensor product = (outputs[i] * gradients[i]).to(wide_type(outputs[i]));
    const at::Tensor pixels = product.dim() == 4 ? product.sum({2, 3}) : product;
    return pixels.square().mean(0).sum() * (static_cast<double>(weights[i][0].numel()) / 2);
  });
}

}  // namespace cellar::network
