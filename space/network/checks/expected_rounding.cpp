#include "space/network/checks/expected_rounding.hpp"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "space/network/layers.hpp"

namespace cellar::network {

namespace {

constexpr int kNone = -1;  // there is no such way

// The normalisations that rounding goes through, one after the other, on a way that begins at a node which does not
// depend on the input: up to one that does, or, if none does, to the head and through its own. kNone: no node is so.
int normalisations_of_constants(const ComputedOperations& cell) {
  const auto depends = dependent_nodes(cell);
  std::array<int, nb201::kNodes> before{};  // of nodes that do not depend on the input
  int most = kNone;
  for (std::size_t edge = 0; edge < nb201::kEdges.size(); ++edge) {  // in order of their ends
    const auto from = static_cast<std::size_t>(nb201::kEdges[edge].from);
    const auto to = static_cast<std::size_t>(nb201::kEdges[edge].to);
    if (depends[from] || !is_live(cell, edge)) continue;
    const int passed = before[from] + (convolves(cell, edge) ? 1 : 0);
    if (depends[to]) most = std::max(most, passed);
    if (!depends[to]) before[to] = std::max(before[to], passed);
  }
  return depends.back() ? most : before.back() + 1;
}

// Those after the last layer that is dropped for all images, up to the next residual block, or to the head and through
// its own: at most three in every cell. kNone: no layer is.
int normalisations_after_drop(const at::Tensor& masks, std::size_t cells_in_stage) {
  if (!masks.defined()) return kNone;
  const auto stage = static_cast<std::int64_t>(cells_in_stage);
  for (std::int64_t layer = masks.size(0) - 1; layer >= 0; --layer) {
    if (masks[layer].ne(0).any().item<bool>()) continue;
    const std::int64_t place = (layer + 1) % (stage + 1);  // 0: a residual block, then the cells of its stage
    const std::int64_t in_stage = layer < stage ? layer + 1 : place;
    return 3 * static_cast<int>(stage - in_stage) + 1;
  }
  return kNone;
}

}  // namespace

double ExpectedRounding::of_gradient(const std::string& name, double vanished) const {
  return std::max({answers, vanishing.contains(name) ? vanished : 0, constant.contains(name) ? constants : 0});
}

ExpectedRounding expected_rounding(const Weights& weights, const PassStructure& structure, const at::Tensor& images) {
  ExpectedRounding expected;
  expected.vanishing = vanishing_gradients(weights, structure);
  const std::size_t stage = structure.last_stage.size();
  const int normalisations = std::max(normalisations_of_constants(structure.last_stage.back()),
                                      normalisations_after_drop(structure.masks, stage));
  if (normalisations <= 0) return expected;
  const double unit = images.scalar_type() == at::kDouble ? 0x1p-53 : 0x1p-24;
  expected.answers = unit * std::pow(1 / std::sqrt(kNormEpsilon), normalisations);
  expected.constants = expected.answers * static_cast<double>(images.numel() / images.size(1));
  expected.constant = constant_convolutions(weights, structure);
  return expected;
}

}  // namespace cellar::network
