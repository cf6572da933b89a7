#include "space/network/search_cell.hpp"

#include <fmt/format.h>

#include "space/network/cell_graph.hpp"
#include "space/network/operations.hpp"

namespace cellar::network {

namespace {

at::Tensor weight(const at::Tensor& weights, std::size_t edge, std::size_t operation) {
  return weights.select(0, static_cast<std::int64_t>(edge)).select(0, static_cast<std::int64_t>(operation));
}

}  // namespace

SearchCell::SearchCell(int channels, NormOptions norm, TensorKind kind) {
  for (Edge& edge : edges_) {
    for (std::size_t i = 0; i < edge.size(); ++i) {
      edge[i] = make_operation(static_cast<nb201::Operation>(i), {channels, channels, 1}, norm, kind);
    }
  }
}

at::Tensor SearchCell::mixture(const at::Tensor& x, const at::Tensor& weights, bool training) {
  return evaluate_cell(x, [&](std::size_t edge, const at::Tensor& from) {
    at::Tensor sum;
    for (std::size_t i = 0; i < edges_[edge].size(); ++i) {
      const at::Tensor y = edges_[edge][i]->forward(from, training) * weight(weights, edge, i);
      sum = sum.defined() ? sum + y : y;
    }
    return sum;
  });
}

at::Tensor SearchCell::path(const at::Tensor& x, const Architecture& cell, bool training) {
  return evaluate_cell(
      x, [&](std::size_t edge, const at::Tensor& from) { return edges_[edge][cell[edge]]->forward(from, training); });
}

at::Tensor SearchCell::sampled(const at::Tensor& x, const Architecture& cell, const at::Tensor& weights,
                               bool training) {
  return evaluate_cell(x, [&](std::size_t edge, const at::Tensor& from) {
    at::Tensor sum;
    for (std::size_t i = 0; i < edges_[edge].size(); ++i) {
      const at::Tensor own = weight(weights, edge, i);
      const at::Tensor y = i == cell[edge] ? edges_[edge][i]->forward(from, training) * own : own;
      sum = sum.defined() ? sum + y : y;
    }
    return sum;
  });
}

void SearchCell::collect(const std::string& prefix, Weights& weights) const {
  for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
    const auto [from, to] = nb201::kEdges[edge];
    for (std::size_t i = 0; i < edges_[edge].size(); ++i) {
      edges_[edge][i]->collect(fmt::format("{}edges.{}<-{}.{}.", prefix, to, from, i), weights);
    }
  }
}

}  // namespace cellar::network
