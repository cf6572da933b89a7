#pragma once

#include <memory>
#include <vector>

#include "core/architecture.hpp"
#include "space/nb201/costs.hpp"
#include "space/network/head.hpp"

namespace cellar::network {

// The network of one cell, as the benchmark trained it (AutoDL-Projects, models/cell_infers/tiny_network.py): a stem,
// three stages of cells with residual blocks between them, a head. Every convolution is followed by affine batch
// normalisation with running statistics. Its weights are zero until they are initialised or loaded.
class CellNetwork {
 public:
  CellNetwork(const Architecture& cell, const nb201::Skeleton& skeleton, TensorKind kind);
  ~CellNetwork();

  // `images`: [N, 3, H, W], H and W multiples of 4. Training normalises by the batch and updates running statistics.
  Output forward(const at::Tensor& images, bool training);
  const Weights& weights() const { return weights_; }

 private:
  std::vector<std::unique_ptr<Layer>> layers_;  // the stem, then cells and residual blocks
  Head head_;
  Weights weights_;
};

}  // namespace cellar::network
