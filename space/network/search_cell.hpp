#pragma once

#include <array>
#include <memory>
#include <string>

#include "core/architecture.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/layers.hpp"

namespace cellar::network {

// A cell of a supernet: all five operations on each of the six edges.
class SearchCell {
 public:
  SearchCell(int channels, NormOptions norm, TensorKind kind);

  // As Supernet's passes of these names.
  at::Tensor mixture(const at::Tensor& x, const at::Tensor& weights, bool training);
  at::Tensor path(const at::Tensor& x, const Architecture& cell, bool training);
  at::Tensor sampled(const at::Tensor& x, const Architecture& cell, const at::Tensor& weights, bool training);

  void collect(const std::string& prefix, Weights& weights) const;

 private:
  using Edge = std::array<std::unique_ptr<Layer>, nb201::kOperationNames.size()>;

  std::array<Edge, nb201::kEdges.size()> edges_;
};

}  // namespace cellar::network
