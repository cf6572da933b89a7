#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/architecture.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/fused/cell_call.hpp"
#include "space/network/layers.hpp"

namespace cellar::network {

struct CellPass {
  bool training = false;
  bool by_operation = false;
};

// A cell of a supernet: all five operations on each of the six edges.
class SearchCell {
 public:
  SearchCell(int channels, NormOptions norm, TensorKind kind);

  // As Supernet's passes of these names. Fused into one function (fused/), unless `by_operation`, on other devices or
  // in other types: then one operation after the other, as the original does if `by_operation`.
  at::Tensor mixture(const at::Tensor& x, const at::Tensor& weights, CellPass pass);
  at::Tensor path(const at::Tensor& x, const Architecture& cell, CellPass pass);
  at::Tensor sampled(const at::Tensor& x, const Architecture& cell, const at::Tensor& weights, CellPass pass);

  void collect(const std::string& prefix, Weights& weights) const;
  // Adds the parameters of the operations that are not those of `cell`.
  void collect_others(const Architecture& cell, std::vector<at::Tensor>& parameters) const;

 private:
  using Edge = std::array<std::unique_ptr<Layer>, nb201::kOperationNames.size()>;
  using Convolutions = std::array<ConvNormTensors, fused::kSizes>;

  at::Tensor shared_mixture(const at::Tensor& x, const at::Tensor& weights, bool training);
  // Of the operations of `cell`, or of all of them.
  fused::CellCall call(const Architecture* cell, const at::Tensor& weights, bool training) const;

  std::array<Edge, nb201::kEdges.size()> edges_;
  std::array<Convolutions, nb201::kEdges.size()> convolutions_;  // the tensors of those of edges_
};

}  // namespace cellar::network
