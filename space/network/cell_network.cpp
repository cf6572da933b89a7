#include "space/network/cell_network.hpp"

#include <fmt/format.h>

#include "space/network/cell_graph.hpp"
#include "space/network/operations.hpp"

namespace cellar::network {

CellNetwork::CellNetwork(const Architecture& cell, const nb201::Skeleton& skeleton, TensorKind kind)
    : backbone_(skeleton, {}, kind), cells_(backbone_.cells()) {
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const int channels = backbone_.channels(i);
    for (std::size_t edge = 0; edge < cells_[i].size(); ++edge) {
      cells_[i][edge] = make_operation(nb201::operation(cell, edge), {channels, channels, 1}, {}, kind);
    }
  }
  const auto collect_cell = [&](std::size_t i, const std::string& prefix) {
    for (std::size_t edge = 0; edge < cells_[i].size(); ++edge) {
      cells_[i][edge]->collect(fmt::format("{}layers.{}.", prefix, edge), weights_);
    }
  };
  backbone_.collect("", collect_cell, weights_);
}

Output CellNetwork::forward(const at::Tensor& images, const Pass& pass) {
  return backbone_.forward(images, pass, [&](std::size_t i, const at::Tensor& x) {
    return evaluate_cell(
        x, [&](std::size_t edge, const at::Tensor& node) { return cells_[i][edge]->forward(node, pass.training); });
  });
}

}  // namespace cellar::network
