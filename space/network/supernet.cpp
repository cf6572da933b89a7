#include "space/network/supernet.hpp"

#include <algorithm>

#include "core/errors.hpp"

namespace cellar::network {

namespace {

CellPass cell_pass(const Pass& pass) { return {pass.training, pass.by_operation}; }

}  // namespace

Supernet::Supernet(const SupernetOptions& options, TensorKind kind) : backbone_(options.skeleton, options.head, kind) {
  for (std::size_t i = 0; i < backbone_.cells(); ++i) {
    cells_.emplace_back(backbone_.channels(i), options.cells, kind);
  }
  const auto collect_cell = [&](std::size_t i, const std::string& prefix) { cells_[i].collect(prefix, weights_); };
  backbone_.collect(options.names == SupernetOptions::Names::nats_bench ? "_" : "", collect_cell, weights_);
}

Output Supernet::mixture(const at::Tensor& images, const at::Tensor& weights, const Pass& pass) {
  return backbone_.forward(
      images, pass, [&](std::size_t i, const at::Tensor& x) { return cells_[i].mixture(x, weights, cell_pass(pass)); });
}

Output Supernet::paths(const at::Tensor& images, std::span<const Architecture> cells, const Pass& pass) {
  require(cells.size() == 1 || cells.size() == cells_.size(), "a pass has one cell for all, or one for each");
  return backbone_.forward(images, pass, [&](std::size_t i, const at::Tensor& x) {
    return cells_[i].path(x, cells[cells.size() == 1 ? 0 : i], cell_pass(pass));
  });
}

Output Supernet::sampled(const at::Tensor& images, const Architecture& cell, const at::Tensor& weights,
                         const Pass& pass) {
  return backbone_.forward(images, pass, [&](std::size_t i, const at::Tensor& x) {
    return cells_[i].sampled(x, cell, weights, cell_pass(pass));
  });
}

std::vector<at::Tensor> Supernet::reached(std::span<const Architecture> cells) const {
  require(cells.size() == 1 || cells.size() == cells_.size(), "a pass has one cell for all, or one for each");
  std::vector<at::Tensor> others;
  for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].collect_others(cells[cells.size() == 1 ? 0 : i], others);
  std::vector<at::Tensor> reached;
  for (const at::Tensor& parameter : weights_.parameters()) {
    const auto is_same = [&](const at::Tensor& other) { return other.is_same(parameter); };
    if (std::none_of(others.begin(), others.end(), is_same)) reached.push_back(parameter);
  }
  return reached;
}

}  // namespace cellar::network
