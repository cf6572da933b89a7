#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "space/network/proxies/saliency.hpp"

namespace cellar::network {

// What proxies are computed with, the same for all cells.
struct ProxyData {
  struct Noise {
    at::Tensor images, directions;  // [N, 3, H, W], standard normal
  };

  nb201::Skeleton skeleton;
  std::uint64_t seed = 0;
  TensorKind kind;  // of networks, but for those that need float64; batches and noise are of it
  std::vector<Batch> batches;
  Noise noise;  // for zen, which looks at no others
};

// A cell as proxies see it. What several of them need is computed at the first use.
class ProxyInput {
 public:
  // `data` must outlive it.
  ProxyInput(const Architecture& cell, const ProxyData& data) : cell_(cell), data_(data) {}

  std::span<const Batch> batches() const { return data_.batches; }
  const ProxyData::Noise& noise() const { return data_.noise; }
  int image_size() const { return data_.skeleton.image_size; }
  nb201::Costs costs() const { return nb201::network_costs(cell_, data_.skeleton); }

  // For proxies that leave its weights as they are.
  CellNetwork& network();
  Tensors weights() { return layer_weights(network().weights()); }
  const Tensors& gradients();  // of the first batch

  // With the same initial weights, up to their type, on the same device.
  CellNetwork fresh_network(at::ScalarType type) const;
  // With zen's.
  CellNetwork zen_network() const;

 private:
  Architecture cell_;
  const ProxyData& data_;
  std::optional<CellNetwork> network_;
  Tensors gradients_;
};

}  // namespace cellar::network
