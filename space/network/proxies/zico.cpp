#include "space/network/proxies/zico.hpp"

#include <ATen/ATen.h>

#include "core/errors.hpp"
#include "space/network/wide_type.hpp"

namespace cellar::network {

namespace {

at::Tensor log_signal(const at::Tensor& gradients) {  // [batches, …]
  const at::Tensor deviation = gradients.std(0, false);
  const at::Tensor signal = gradients.abs().mean(0) / deviation;
  const at::Tensor sum = at::where(deviation != 0, signal, at::zeros_like(signal)).sum();
  return at::where(sum == 0, at::zeros_like(sum), sum.log());
}

}  // namespace

at::Tensor zico(CellNetwork& network, std::span<const Batch> batches, ZicoGradients gradients) {
  require(batches.size() > 1, "zico compares the gradients of two batches or more");
  std::vector<Tensors> of_layers;
  for (const Batch& batch : batches) {
    const Tensors own = loss_gradients(network, batch);
    of_layers.resize(own.size());
    for (std::size_t i = 0; i < own.size(); ++i) {
      const bool add = gradients == ZicoGradients::accumulated && !of_layers[i].empty();
      of_layers[i].push_back(add ? of_layers[i].back() + own[i] : own[i]);
    }
  }
  Tensors logs;
  for (const Tensors& layer : of_layers) logs.push_back(log_signal(at::stack(layer).to(wide_type(layer[0]))));
  return at::stack(logs).cpu().to(at::kDouble);
}

}  // namespace cellar::network
