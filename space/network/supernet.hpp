#pragma once

#include <span>
#include <vector>

#include "core/architecture.hpp"
#include "space/network/backbone.hpp"
#include "space/network/search_cell.hpp"

namespace cellar::network {

struct SupernetOptions {
  // Of whom the weights have their names: NATS-Bench's search writes "_stem" and "_cells", NAS-Bench-201's "stem" and
  // "cells".
  enum class Names { nats_bench, nas_bench_201 } names = Names::nats_bench;
  nb201::Skeleton skeleton;
  NormOptions cells = {false, false};  // of the operations; affine or not, a residual block is
  NormOptions head = {false, false};   // {true, true} in NAS-Bench-201
};

// A network whose cells have all five operations on every edge, with shared weights (AutoDL-Projects,
// xautodl/models/cell_searchs/generic_model.py and search_cells.py). What an edge computes of them is said in each
// pass. Rows of weights are edges in the order of nb201::kEdges, columns operations. Its weights are zero until they
// are loaded; architecture parameters are the searcher's own.
class Supernet {
 public:
  Supernet(const SupernetOptions& options, TensorKind kind);

  // Every operation, times its weight; "joint". `weights`: [6, 5].
  Output mixture(const at::Tensor& images, const at::Tensor& weights, const Pass& pass);
  // One operation on every edge; `cells` has one cell for all, or one for each cell of the network.
  Output paths(const at::Tensor& images, std::span<const Architecture> cells, const Pass& pass);
  // One operation on every edge, times its weight, and the weights of the others added as numbers, so that they have a
  // gradient; "gdas". `weights`: [6, 5], those of the others zero.
  Output sampled(const at::Tensor& images, const Architecture& cell, const at::Tensor& weights, const Pass& pass);

  const Weights& weights() const { return weights_; }
  std::size_t cells() const { return cells_.size(); }
  // The parameters that a pass is made of: of a mixture all of them; of paths, of what stands around the cells and of
  // the operations in `cells`, one for all or one for each.
  std::vector<at::Tensor> reached() const { return weights_.parameters(); }
  std::vector<at::Tensor> reached(std::span<const Architecture> cells) const;

 private:
  Backbone backbone_;
  std::vector<SearchCell> cells_;
  Weights weights_;
};

}  // namespace cellar::network
