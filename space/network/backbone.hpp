#pragma once

#include <functional>
#include <string>
#include <vector>

#include "space/nb201/costs.hpp"
#include "space/network/head.hpp"
#include "space/network/layers.hpp"

namespace cellar::network {

// How a pass through a network is made.
struct Pass {
  bool training = false;  // normalises by the batch and updates running statistics
  // Drop path: after every layer, residual blocks too, a feature map is divided by `keep` and multiplied by its mask,
  // in training or not. `masks`: [layers, N], 0 or 1, drawn with probability `keep`; undefined: none is dropped.
  double keep = 1;
  at::Tensor masks = {};
  // Computes a supernet's cells operation by operation, slower, so that gradients can be differentiated again.
  bool by_operation = false;
  bool bfloat16 = false;  // MixedPrecision; what comes out is as without
};

// What stands around the cells of a network: stem, three stages of cells with residual blocks between them, head.
class Backbone {
 public:
  Backbone(const nb201::Skeleton& skeleton, NormOptions head, TensorKind kind);

  std::size_t cells() const { return kStages * per_stage_; }
  int channels(std::size_t cell) const { return channels_ << cell / per_stage_; }

  // `images`: [N, 3, H, W], H and W multiples of 4. `cell(i, x)` computes the i-th cell.
  using Cell = std::function<at::Tensor(std::size_t, const at::Tensor&)>;
  Output forward(const at::Tensor& images, const Pass& pass, const Cell& cell);

  // Names begin with `mark`; `collect_cell(i, prefix)` adds the weights of a cell, in their place.
  using CollectCell = std::function<void(std::size_t, const std::string&)>;
  void collect(const std::string& mark, const CollectCell& collect_cell, Weights& weights) const;

 private:
  static constexpr std::size_t kStages = 3;

  bool begins_stage(std::size_t cell) const { return cell > 0 && cell % per_stage_ == 0; }
  std::size_t reduction_before(std::size_t cell) const { return cell / per_stage_ - 1; }

  std::size_t per_stage_;
  int channels_;  // of the first stage
  Stem stem_;
  std::vector<ResidualBlock> reductions_;  // before each stage but the first
  Head head_;
};

}  // namespace cellar::network
