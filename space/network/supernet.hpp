#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/architecture.hpp"
#include "space/nb201/costs.hpp"
#include "space/network/head.hpp"

namespace cellar::network {

class SearchCell;

struct SupernetOptions {
  // Of whom the weights have their names: NATS-Bench's search writes "_stem" and "_cells", NAS-Bench-201's "stem" and
  // "cells".
  enum class Names { nats_bench, nas_bench_201 } names = Names::nats_bench;
  nb201::Skeleton skeleton;
  NormOptions cells = {false, false};  // of the operations; affine or not, a residual block is
  NormOptions head = {false, false};   // {true, true} in NAS-Bench-201
};

// How a pass is made.
struct Pass {
  bool training = false;  // normalises by the batch and updates running statistics
  // Drop path: after every layer, residual blocks too, a feature map is divided by `keep` and multiplied by its mask,
  // in training or not. `masks`: [layers, N], 0 or 1, drawn with probability `keep`.
  double keep = 1;
  at::Tensor masks = {};
};

// A network whose cells have all five operations on every edge, with shared weights (AutoDL-Projects,
// xautodl/models/cell_searchs/generic_model.py and search_cells.py). What an edge computes of them is said in each
// pass. Rows of weights are edges in the order of nb201::kEdges, columns operations. Its weights are zero until they
// are initialised or loaded; architecture parameters are the searcher's own.
class Supernet {
 public:
  Supernet(const SupernetOptions& options, TensorKind kind);
  ~Supernet();

  // Every operation, times its weight; "joint". `weights`: [6, 5].
  Output mixture(const at::Tensor& images, const at::Tensor& weights, const Pass& pass);
  // One operation on every edge; `cells` has one cell for all, or one for each cell of the network.
  Output paths(const at::Tensor& images, std::span<const Architecture> cells, const Pass& pass);
  // One operation on every edge, times its weight, and the weights of the others added as numbers, so that they have a
  // gradient; "gdas". `weights`: [6, 5], those of the others zero.
  Output sampled(const at::Tensor& images, const Architecture& cell, const at::Tensor& weights, const Pass& pass);

  int cells() const { return static_cast<int>(cells_.size()); }  // without residual blocks
  int layers() const { return static_cast<int>(cells_.size() + reductions_.size()); }
  const Weights& weights() const { return weights_; }

 private:
  template <class Evaluate>
  Output forward(const at::Tensor& images, const Pass& pass, const Evaluate& evaluate);

  Stem stem_;
  std::vector<std::unique_ptr<SearchCell>> cells_;
  std::vector<ResidualBlock> reductions_;  // after each stage but the last
  Head head_;
  Weights weights_;
};

}  // namespace cellar::network
