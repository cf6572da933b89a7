#include "space/network/cell_network.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <array>

#include "space/nb201/cell.hpp"
#include "space/network/operations.hpp"

namespace cellar::network {

namespace {

constexpr int kStages = 3;

// A cell whose edges have one operation each.
class Cell final : public Layer {
 public:
  Cell(const Architecture& cell, int channels, TensorKind kind) {
    for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
      edges_[edge] = make_operation(nb201::operation(cell, edge), {channels, channels, 1}, {}, kind);
    }
  }

  at::Tensor forward(const at::Tensor& x, bool training) override {
    std::array<at::Tensor, nb201::kNodes> nodes;
    nodes[0] = x;
    for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
      const auto [from, to] = nb201::kEdges[edge];
      const at::Tensor y = edges_[edge]->forward(nodes[static_cast<std::size_t>(from)], training);
      at::Tensor& sum = nodes[static_cast<std::size_t>(to)];
      sum = sum.defined() ? sum + y : y;
    }
    return nodes.back();
  }

  void collect(const std::string& prefix, Weights& weights) const override {
    for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
      edges_[edge]->collect(fmt::format("{}layers.{}.", prefix, edge), weights);
    }
  }

 private:
  std::array<std::unique_ptr<Layer>, nb201::kEdges.size()> edges_;
};

}  // namespace

CellNetwork::CellNetwork(const Architecture& cell, const nb201::Skeleton& skeleton, TensorKind kind)
    : head_(4 * skeleton.channels, skeleton.classes, {}, kind) {
  layers_.push_back(std::make_unique<Stem>(skeleton.channels, kind));
  int channels = skeleton.channels;
  for (int stage = 0; stage < kStages; ++stage) {
    for (int i = 0; i < skeleton.cells; ++i) layers_.push_back(std::make_unique<Cell>(cell, channels, kind));
    if (stage + 1 == kStages) break;
    layers_.push_back(std::make_unique<ResidualBlock>(channels, 2 * channels, 2, NormOptions{}, kind));
    channels *= 2;
  }
  layers_[0]->collect("stem.", weights_);
  for (std::size_t i = 1; i < layers_.size(); ++i) layers_[i]->collect(fmt::format("cells.{}.", i - 1), weights_);
  head_.collect(weights_);
}

CellNetwork::~CellNetwork() = default;

Output CellNetwork::forward(const at::Tensor& images, bool training) {
  at::Tensor x = images;
  for (const auto& layer : layers_) x = layer->forward(x, training);
  return head_.forward(x, training);
}

}  // namespace cellar::network
