#include "space/network/supernet.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include "core/errors.hpp"
#include "space/network/search_cell.hpp"

namespace cellar::network {

namespace {

constexpr int kStages = 3;

}  // namespace

Supernet::Supernet(const SupernetOptions& options, TensorKind kind)
    : stem_(options.skeleton.channels, kind),
      head_(4 * options.skeleton.channels, options.skeleton.classes, options.head, kind) {
  const std::string mark = options.names == SupernetOptions::Names::nats_bench ? "_" : "";
  stem_.collect(mark + "stem.", weights_);
  int channels = options.skeleton.channels;
  int layer = 0;
  for (int stage = 0; stage < kStages; ++stage) {
    for (int i = 0; i < options.skeleton.cells; ++i) {
      cells_.push_back(std::make_unique<SearchCell>(channels, options.cells, kind));
      cells_.back()->collect(fmt::format("{}cells.{}.", mark, layer++), weights_);
    }
    if (stage + 1 == kStages) break;
    reductions_.emplace_back(channels, 2 * channels, 2, NormOptions{}, kind);
    reductions_.back().collect(fmt::format("{}cells.{}.", mark, layer++), weights_);
    channels *= 2;
  }
  head_.collect(weights_);
}

Supernet::~Supernet() = default;

// `evaluate(cell, number, x)` computes one cell.
template <class Evaluate>
Output Supernet::forward(const at::Tensor& images, const Pass& pass, const Evaluate& evaluate) {
  std::int64_t layer = 0;
  const auto dropped = [&](const at::Tensor& y) {
    if (!pass.masks.defined()) return y;
    return y / pass.keep * pass.masks[layer++].reshape({-1, 1, 1, 1});
  };
  at::Tensor x = stem_.forward(images, pass.training);
  const std::size_t in_stage = cells_.size() / kStages;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (i > 0 && i % in_stage == 0) x = dropped(reductions_[i / in_stage - 1].forward(x, pass.training));
    x = dropped(evaluate(*cells_[i], i, x));
  }
  return head_.forward(x, pass.training);
}

Output Supernet::mixture(const at::Tensor& images, const at::Tensor& weights, const Pass& pass) {
  return forward(images, pass, [&](SearchCell& cell, std::size_t, const at::Tensor& x) {
    return cell.mixture(x, weights, pass.training);
  });
}

Output Supernet::paths(const at::Tensor& images, std::span<const Architecture> cells, const Pass& pass) {
  require(cells.size() == 1 || cells.size() == cells_.size(), "a pass has one cell for all, or one for each");
  return forward(images, pass, [&](SearchCell& cell, std::size_t i, const at::Tensor& x) {
    return cell.path(x, cells[cells.size() == 1 ? 0 : i], pass.training);
  });
}

Output Supernet::sampled(const at::Tensor& images, const Architecture& path, const at::Tensor& weights,
                         const Pass& pass) {
  return forward(images, pass, [&](SearchCell& cell, std::size_t, const at::Tensor& x) {
    return cell.sampled(x, path, weights, pass.training);
  });
}

}  // namespace cellar::network
