#include "space/network/search_cell.hpp"

#include <fmt/format.h>

#include "space/network/cell_graph.hpp"
#include "space/network/fused/cell_function.hpp"
#include "space/network/operations.hpp"

namespace cellar::network {

namespace {

at::Tensor weight(const at::Tensor& weights, std::size_t edge, std::size_t operation) {
  return weights.select(0, static_cast<std::int64_t>(edge)).select(0, static_cast<std::int64_t>(operation));
}
at::Tensor weight(const at::Tensor& weights, std::size_t edge, nb201::Operation operation) {
  return weight(weights, edge, static_cast<std::size_t>(operation));
}

}  // namespace

SearchCell::SearchCell(int channels, NormOptions norm, TensorKind kind) {
  for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
    for (std::size_t i = 0; i < edges_[edge].size(); ++i) {
      edges_[edge][i] = make_operation(static_cast<nb201::Operation>(i), {channels, channels, 1}, norm, kind);
    }
    for (std::size_t size = 0; size < fused::kSizes; ++size) {
      const auto& layer = edges_[edge][static_cast<std::size_t>(fused::kConvolutions[size])];
      convolutions_[edge][size] = dynamic_cast<const ReluConvNorm&>(*layer).tensors();
    }
  }
}

fused::CellCall SearchCell::call(const Architecture* cell, const at::Tensor& weights, bool training) const {
  fused::CellCall call;
  call.weights = weights;
  call.training = training;
  for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
    const auto computed = [&](nb201::Operation operation) {
      return cell == nullptr || nb201::operation(*cell, edge) == operation;
    };
    for (std::size_t size = 0; size < fused::kSizes; ++size) {
      if (computed(fused::kConvolutions[size])) call.edges[edge].convolutions[size] = &convolutions_[edge][size];
    }
    call.edges[edge].none = computed(nb201::Operation::none);
    call.edges[edge].skip = computed(nb201::Operation::skip_connect);
    call.edges[edge].pool = computed(nb201::Operation::avg_pool_3x3);
  }
  return call;
}

at::Tensor SearchCell::mixture(const at::Tensor& x, const at::Tensor& weights, CellPass pass) {
  if (!pass.by_operation && fused::can_evaluate(x)) return fused::evaluate(x, call(nullptr, weights, pass.training));
  if (!pass.by_operation) return shared_mixture(x, weights, pass.training);
  return evaluate_cell(x, [&](std::size_t edge, const at::Tensor& from) {
    at::Tensor sum;
    for (std::size_t i = 0; i < edges_[edge].size(); ++i) {
      const at::Tensor y = edges_[edge][i]->forward(from, pass.training) * weight(weights, edge, i);
      sum = sum.defined() ? sum + y : y;
    }
    return sum;
  });
}

// Without the zeros of `none`, and with one ReLU and one mean of 3x3 for all edges out of a node.
at::Tensor SearchCell::shared_mixture(const at::Tensor& x, const at::Tensor& weights, bool training) {
  std::array<at::Tensor, nb201::kNodes> rectified, pooled;
  return evaluate_cell(x, [&](std::size_t edge, const at::Tensor& from) {
    const auto source = static_cast<std::size_t>(nb201::kEdges[edge].from);
    const auto layer = [&](nb201::Operation operation) -> Layer& {
      return *edges_[edge][static_cast<std::size_t>(operation)];
    };
    if (!rectified[source].defined()) {
      rectified[source] = at::relu(from);
      pooled[source] = layer(nb201::Operation::avg_pool_3x3).forward(from, training);
    }
    at::Tensor sum = from * weight(weights, edge, nb201::Operation::skip_connect);
    for (const nb201::Operation operation : fused::kConvolutions) {
      auto& convolution = dynamic_cast<ReluConvNorm&>(layer(operation));
      sum = sum + convolution.forward_rectified(rectified[source], training) * weight(weights, edge, operation);
    }
    return sum + pooled[source] * weight(weights, edge, nb201::Operation::avg_pool_3x3);
  });
}

at::Tensor SearchCell::path(const at::Tensor& x, const Architecture& cell, CellPass pass) {
  if (!pass.by_operation && fused::can_evaluate(x)) return fused::evaluate(x, call(&cell, {}, pass.training));
  return evaluate_cell(x, [&](std::size_t edge, const at::Tensor& from) {
    return edges_[edge][cell[edge]]->forward(from, pass.training);
  });
}

at::Tensor SearchCell::sampled(const at::Tensor& x, const Architecture& cell, const at::Tensor& weights,
                               CellPass pass) {
  if (!pass.by_operation && fused::can_evaluate(x)) {
    fused::CellCall sampled = call(&cell, weights, pass.training);
    sampled.add_others = true;
    return fused::evaluate(x, sampled);
  }
  return evaluate_cell(x, [&](std::size_t edge, const at::Tensor& from) {
    at::Tensor sum;
    for (std::size_t i = 0; i < edges_[edge].size(); ++i) {
      const at::Tensor own = weight(weights, edge, i);
      const at::Tensor y = i == cell[edge] ? edges_[edge][i]->forward(from, pass.training) * own : own;
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

void SearchCell::collect_others(const Architecture& cell, std::vector<at::Tensor>& parameters) const {
  for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
    for (std::size_t size = 0; size < fused::kSizes; ++size) {
      if (nb201::operation(cell, edge) == fused::kConvolutions[size]) continue;
      const ConvNormTensors& layer = convolutions_[edge][size];
      for (const at::Tensor& tensor : {layer.weight, layer.bias, layer.scale, layer.shift}) {
        if (tensor.defined()) parameters.push_back(tensor);
      }
    }
  }
}

}  // namespace cellar::network
