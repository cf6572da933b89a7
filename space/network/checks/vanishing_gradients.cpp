#include "space/network/checks/vanishing_gradients.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace cellar::network {

namespace {

using nb201::Operation;

bool computes(const ComputedOperations& cell, std::size_t edge, Operation operation) {
  return cell[edge][static_cast<std::size_t>(operation)];
}

bool passes_on(const ComputedOperations& cell, std::size_t edge) {
  return computes(cell, edge, Operation::skip_connect) || computes(cell, edge, Operation::avg_pool_3x3);
}

constexpr int kOutput = nb201::kNodes - 1;
using Nodes = std::array<bool, nb201::kNodes>;

// Nodes from which a constant reaches the output as it is, and some way leads there.
Nodes transparent_nodes(const ComputedOperations& cell) {
  Nodes reaches{}, transparent{};
  reaches[kOutput] = transparent[kOutput] = true;
  for (int node = kOutput - 1; node >= 0; --node) {
    bool only_passed_on = true;
    for (int to = node + 1; to < nb201::kNodes; ++to) {
      const std::size_t edge = nb201::edge_index(node, to);
      if (!reaches[static_cast<std::size_t>(to)] || !is_live(cell, edge)) continue;
      reaches[static_cast<std::size_t>(node)] = true;
      only_passed_on = only_passed_on && !convolves(cell, edge) && transparent[static_cast<std::size_t>(to)];
    }
    transparent[static_cast<std::size_t>(node)] = reaches[static_cast<std::size_t>(node)] && only_passed_on;
  }
  return transparent;
}

// The edge that alone makes a node depend on the input; -1 if there are several or none.
int only_edge_into(const ComputedOperations& cell, int node) {
  const Nodes depends = dependent_nodes(cell);
  int found = -1;
  for (int from = 0; from < node; ++from) {
    const std::size_t edge = nb201::edge_index(from, node);
    if (!depends[static_cast<std::size_t>(from)] || !is_live(cell, edge)) continue;
    if (found >= 0) return -1;
    found = static_cast<int>(edge);
  }
  return found;
}

class LastStage {
 public:
  LastStage(const Weights& weights, const PassStructure& structure)
      : cells_(structure.last_stage), masks_(structure.masks) {
    for (const Weights::Entry& entry : weights.entries()) {
      if (entry.name.starts_with("_cells.")) mark_ = "_";
      if (entry.name.find(".edges.") != std::string::npos) has_edges_ = true;
    }
    first_ = 2 * cells_.size() + 2;
  }

  // Shifts, from the last cell backwards as far as they reach the head as they are.
  void add_shifts(WeightNames& names) const {
    for (std::size_t i = cells_.size(); i-- > 0;) {
      if (!treats_alike(first_ + i)) return;
      const Nodes transparent = transparent_nodes(cells_[i]);
      for (std::size_t edge = 0; edge < nb201::kEdges.size(); ++edge) {
        if (transparent[static_cast<std::size_t>(nb201::kEdges[edge].to)]) add(i, edge, "bias", names);
      }
      if (!transparent[0]) return;
    }
    if (treats_alike(first_ - 1)) names.insert(fmt::format("{}cells.{}.conv_b.op.2.bias", mark_, first_ - 1));
  }

  void add_scale(WeightNames& names) const {
    for (std::size_t i = cells_.size(); i-- > 0;) {
      if (!treats_alike(first_ + i)) return;
      int node = kOutput;
      while (node > 0) {
        const int edge = only_edge_into(cells_[i], node);
        if (edge < 0) return;
        const auto at = static_cast<std::size_t>(edge);
        if (convolves(cells_[i], at)) {
          add(i, at, "weight", names);
          return;
        }
        node = nb201::kEdges[at].from;
      }
    }
  }

 private:
  // Whether drop path takes this layer from all images or from none.
  bool treats_alike(std::size_t layer) const {
    if (!masks_.defined()) return true;
    const at::Tensor mask = masks_[static_cast<std::int64_t>(layer)];
    return mask.eq(mask[0]).all().item<bool>();
  }

  void add(std::size_t cell, std::size_t edge, const char* which, WeightNames& names) const {
    const std::string prefix = fmt::format("{}cells.{}.", mark_, first_ + cell);
    const auto [from, to] = nb201::kEdges[edge];
    for (const Operation operation : {Operation::nor_conv_1x1, Operation::nor_conv_3x3}) {
      if (!computes(cells_[cell], edge, operation)) continue;
      names.insert(has_edges_
                       ? fmt::format("{}edges.{}<-{}.{}.op.2.{}", prefix, to, from, static_cast<int>(operation), which)
                       : fmt::format("{}layers.{}.op.2.{}", prefix, edge, which));
    }
  }

  const std::vector<ComputedOperations>& cells_;
  const at::Tensor& masks_;
  std::size_t first_;           // number of the first cell of the stage among all layers
  std::string_view mark_ = "";  // before "cells", in NATS-Bench
  bool has_edges_ = false;      // a supernet
};

}  // namespace

bool convolves(const ComputedOperations& cell, std::size_t edge) {
  return computes(cell, edge, Operation::nor_conv_1x1) || computes(cell, edge, Operation::nor_conv_3x3);
}

bool is_live(const ComputedOperations& cell, std::size_t edge) {
  return convolves(cell, edge) || passes_on(cell, edge);
}

std::array<bool, nb201::kNodes> dependent_nodes(const ComputedOperations& cell) {
  std::array<bool, nb201::kNodes> depends{};
  depends[0] = true;
  for (std::size_t edge = 0; edge < nb201::kEdges.size(); ++edge) {  // in order of their ends
    const auto [from, to] = nb201::kEdges[edge];
    if (depends[static_cast<std::size_t>(from)] && is_live(cell, edge)) depends[static_cast<std::size_t>(to)] = true;
  }
  return depends;
}

ComputedOperations all_operations() {
  ComputedOperations all;
  for (auto& edge : all) edge.fill(true);
  return all;
}

ComputedOperations operations_of(const Architecture& cell) {
  ComputedOperations operations{};
  for (std::size_t edge = 0; edge < cell.size(); ++edge) operations[edge][cell[edge]] = true;
  return operations;
}

PassStructure PassStructure::mixture(std::size_t cells_in_stage) {
  return {std::vector<ComputedOperations>(cells_in_stage, all_operations()), {}};
}

PassStructure PassStructure::paths(std::size_t cells_in_stage, const std::vector<Architecture>& cells) {
  PassStructure structure;
  for (std::size_t i = 0; i < cells_in_stage; ++i) {
    structure.last_stage.push_back(
        operations_of(cells.size() == 1 ? cells.front() : cells.at(cells.size() - cells_in_stage + i)));
  }
  return structure;
}

bool is_bias_of_convolution(const std::string& name) {
  return name == "conv.bias" || name.starts_with("convs.") ? name.ends_with(".bias") : name.ends_with("op.1.bias");
}

WeightNames vanishing_gradients(const Weights& weights, const PassStructure& structure) {
  WeightNames names;
  for (const Weights::Entry& entry : weights.entries()) {
    if (is_bias_of_convolution(entry.name)) names.insert(entry.name);
  }
  if (structure.last_stage.empty()) return names;
  const LastStage stage(weights, structure);
  stage.add_shifts(names);
  stage.add_scale(names);
  return names;
}

// A map out of a normalisation has its shift as its mean; a pooling counts pixels by how near to the border they are.
WeightNames vanishing_means(const PassStructure& structure) {
  const ComputedOperations& cell = structure.last_stage.back();
  Nodes of_shifts{};
  for (int to = 1; to < nb201::kNodes; ++to) {
    bool& own = of_shifts[static_cast<std::size_t>(to)];
    own = true;
    for (int from = 0; from < to; ++from) {
      const std::size_t edge = nb201::edge_index(from, to);
      const bool skips = computes(cell, edge, Operation::skip_connect);
      if (computes(cell, edge, Operation::avg_pool_3x3) || (skips && !of_shifts[static_cast<std::size_t>(from)])) {
        own = false;
      }
    }
  }
  return of_shifts[kOutput] ? WeightNames{"lastact.0.running_mean"} : WeightNames{};
}

// A cell without a node that has no live edge into it, as those of which each is drawn for itself, has none.
WeightNames constant_convolutions(const Weights& weights, const PassStructure& structure) {
  WeightNames names;
  const ComputedOperations& cell = structure.last_stage.back();
  const auto depends = dependent_nodes(cell);
  for (std::size_t edge = 0; edge < nb201::kEdges.size(); ++edge) {
    const auto [from, to] = nb201::kEdges[edge];
    if (depends[static_cast<std::size_t>(from)] || !convolves(cell, edge)) continue;
    const std::string of_supernet = fmt::format(".edges.{}<-{}.", to, from), of_cell = fmt::format(".layers.{}.", edge);
    for (const Weights::Entry& entry : weights.entries()) {
      const bool is_on_edge =
          entry.name.find(of_supernet) != entry.name.npos || entry.name.find(of_cell) != entry.name.npos;
      if (is_on_edge && entry.is_parameter) names.insert(entry.name);
    }
  }
  return names;
}

}  // namespace cellar::network
