#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/architecture.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/backbone.hpp"

namespace cellar::network {

// The network of one cell, as the benchmark trained it (AutoDL-Projects, models/cell_infers/tiny_network.py). Every
// convolution is followed by affine batch normalisation with running statistics. Its weights are zero until they are
// loaded.
class CellNetwork {
 public:
  CellNetwork(const Architecture& cell, const nb201::Skeleton& skeleton, TensorKind kind);

  Output forward(const at::Tensor& images, const Pass& pass);
  const Weights& weights() const { return weights_; }

 private:
  using Cell = std::array<std::unique_ptr<Layer>, nb201::kEdges.size()>;  // the operation of each edge

  Backbone backbone_;
  std::vector<Cell> cells_;
  Weights weights_;
};

}  // namespace cellar::network
