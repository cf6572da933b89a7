#include "space/network/fused/cell_call.hpp"

#include <ATen/ATen.h>

#include <algorithm>

#include "space/network/fused/values.hpp"

namespace cellar::network::fused {

std::vector<Outgoing> outgoing(std::size_t source) {
  std::vector<Outgoing> edges;
  for (std::size_t edge = 0; edge < nb201::kEdges.size(); ++edge) {
    const auto [from, to] = nb201::kEdges[edge];
    if (static_cast<std::size_t>(from) == source) edges.push_back({edge, static_cast<std::size_t>(to)});
  }
  return edges;
}

namespace {

template <class Visit>
void for_each_layer(const CellCall& call, const Visit& visit) {
  for (std::size_t source = 0; source < kSources; ++source) {
    for (std::size_t size = 0; size < kSizes; ++size) {
      for (const auto& [edge, target] : outgoing(source)) {
        const ConvNormTensors* layer = call.edges[edge].convolutions[size];
        if (layer != nullptr) visit(source, size, edge, *layer);
      }
    }
  }
}

}  // namespace

CellState describe(const CellCall& call) {
  CellState state;
  state.has_weights = call.weights.defined();
  state.add_others = call.add_others;
  const std::vector<double> weights =
      state.has_weights ? values(call.weights.detach()) : std::vector<double>(nb201::kEdges.size() * 5, 1.0);
  for (std::size_t edge = 0; edge < state.edges.size(); ++edge) {
    CellState::Edge& described = state.edges[edge];
    described.none = call.edges[edge].none;
    described.skip = call.edges[edge].skip;
    described.pool = call.edges[edge].pool;
    std::copy_n(weights.begin() + static_cast<std::ptrdiff_t>(edge * described.weights.size()),
                described.weights.size(), described.weights.begin());
  }
  std::size_t parameter = 0;
  for_each_layer(call, [&](std::size_t source, std::size_t size, std::size_t edge, const ConvNormTensors& layer) {
    std::vector<Term>& terms = state.terms[source][size];
    const std::int64_t channels = layer.weight.size(0);
    Term term{edge,
              parameter,
              layer.bias.defined(),
              layer.scale.defined(),
              channels,
              channels * static_cast<std::int64_t>(terms.size()),
              {}};
    parameter += term.parameters();
    terms.push_back(std::move(term));
  });
  return state;
}

std::vector<at::Tensor> parameters(const CellCall& call) {
  std::vector<at::Tensor> list;
  for_each_layer(call, [&](std::size_t, std::size_t, std::size_t, const ConvNormTensors& layer) {
    for (const at::Tensor& tensor : {layer.weight, layer.bias, layer.scale, layer.shift}) {
      if (tensor.defined()) list.push_back(tensor);
    }
  });
  return list;
}

bool computes(const CellState& state, std::size_t edge, nb201::Operation operation) {
  if (operation == nb201::Operation::none) return state.edges[edge].none;
  if (operation == nb201::Operation::skip_connect) return state.edges[edge].skip;
  if (operation == nb201::Operation::avg_pool_3x3) return state.edges[edge].pool;
  const auto source = static_cast<std::size_t>(nb201::kEdges[edge].from);
  for (std::size_t size = 0; size < kSizes; ++size) {
    if (kConvolutions[size] != operation) continue;
    const auto& terms = state.terms[source][size];
    return std::any_of(terms.begin(), terms.end(), [&](const Term& term) { return term.edge == edge; });
  }
  return false;
}

}  // namespace cellar::network::fused
