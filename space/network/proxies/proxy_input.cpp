#include "space/network/proxies/proxy_input.hpp"

#include <ATen/ATen.h>

#include "core/random.hpp"
#include "space/network/initialisation.hpp"

namespace cellar::network {

CellNetwork& ProxyInput::network() {
  if (!network_) network_.emplace(fresh_network(data_.kind.type));
  return *network_;
}

const Tensors& ProxyInput::gradients() {
  if (gradients_.empty()) gradients_ = loss_gradients(network(), data_.batches[0]);
  return gradients_;
}

CellNetwork ProxyInput::fresh_network(at::ScalarType type) const {
  CellNetwork network(cell_, data_.skeleton, {type, data_.kind.device});
  initialise_uniform(network.weights(), derive_seed(data_.seed, 0));
  return network;
}

CellNetwork ProxyInput::zen_network() const {
  CellNetwork network(cell_, data_.skeleton, data_.kind);
  initialise_normal(network.weights(), derive_seed(data_.seed, 1));
  return network;
}

}  // namespace cellar::network
