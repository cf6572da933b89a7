#include "tests/space/network/plain/plain_supernet.hpp"

#include <fmt/format.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/linear.h>

#include <array>
#include <functional>

#include "tests/space/network/plain/plain_modules.hpp"

namespace cellar::plain {

namespace {

constexpr std::array<std::array<int, 2>, 6> kEdges = {{{0, 1}, {0, 2}, {1, 2}, {0, 3}, {1, 3}, {2, 3}}};  // from, to
constexpr int kOperations = 5;

}  // namespace

using OfEdge = std::function<at::Tensor(int edge, const at::Tensor& from)>;

struct SearchCell final : torch::nn::Module {
  SearchCell(int channels, NormOptions norm) {
    const auto edges = register_module("edges", std::make_shared<torch::nn::Module>());
    for (const auto& [from, to] : kEdges) {
      torch::nn::ModuleList list;
      for (int i = 0; i < kOperations; ++i) {
        operations.push_back(operation(i, channels, norm));
        list->push_back(operations.back());
      }
      edges->register_module(fmt::format("{}<-{}", to, from), list);
    }
  }

  at::Tensor compute(int edge, int number, const at::Tensor& x) {
    return operations[static_cast<std::size_t>(edge * kOperations + number)]->forward(x);
  }

  at::Tensor forward(const at::Tensor& x, const OfEdge& of_edge) {
    std::array<at::Tensor, 4> nodes;
    nodes[0] = x;
    for (int edge = 0; edge < 6; ++edge) {
      const auto [from, to] = kEdges[static_cast<std::size_t>(edge)];
      const at::Tensor y = of_edge(edge, nodes[static_cast<std::size_t>(from)]);
      at::Tensor& node = nodes[static_cast<std::size_t>(to)];
      node = node.defined() ? node + y : y;
    }
    return nodes[3];
  }

  std::vector<std::shared_ptr<Layer>> operations;
};

struct Supernet::Module final : torch::nn::Module {
  Module(const network::SupernetOptions& options) {
    const auto& skeleton = options.skeleton;
    const std::string mark = options.names == network::SupernetOptions::Names::nats_bench ? "_" : "";
    stem = register_module(mark + "stem", torch::nn::Sequential(convolution(3, skeleton.channels, 3, 1, false),
                                                                batch_norm(skeleton.channels, NormOptions{})));
    const auto layers = register_module(mark + "cells", torch::nn::ModuleList());
    int channels = skeleton.channels;
    for (int i = 0; i < 3 * skeleton.cells; ++i) {
      if (i > 0 && i % skeleton.cells == 0) {
        reductions.push_back(std::make_shared<Reduction>(channels, 2 * channels));
        layers->push_back(reductions.back());
        channels *= 2;
      }
      cells.push_back(std::make_shared<SearchCell>(channels, options.cells));
      layers->push_back(cells.back());
    }
    lastact = register_module("lastact", torch::nn::Sequential(batch_norm(channels, options.head), torch::nn::ReLU()));
    classifier = register_module("classifier", torch::nn::Linear(channels, skeleton.classes));
  }

  template <class OfCell>
  network::Output forward(const at::Tensor& images, const OfCell& of_cell) {
    at::Tensor x = stem->forward(images);
    const std::size_t per_stage = cells.size() / 3;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0 && i % per_stage == 0) x = reductions[i / per_stage - 1]->forward(x);
      x = of_cell(i, x);
    }
    const at::Tensor features = lastact->forward(x).mean({2, 3});
    return {features, classifier->forward(features)};
  }

  torch::nn::Sequential stem{nullptr}, lastact{nullptr};
  std::vector<std::shared_ptr<SearchCell>> cells;
  std::vector<std::shared_ptr<Reduction>> reductions;
  torch::nn::Linear classifier{nullptr};
};

Supernet::Supernet(const network::SupernetOptions& options, network::TensorKind kind)
    : module_(std::make_shared<Module>(options)) {
  module_->to(kind.device, kind.type);
}

Supernet::~Supernet() = default;

network::Output Supernet::mixture(const at::Tensor& images, const at::Tensor& weights) {
  return module_->forward(images, [&](std::size_t i, const at::Tensor& x) {
    SearchCell& cell = *module_->cells[i];
    return cell.forward(x, [&](int edge, const at::Tensor& from) {
      at::Tensor sum = cell.compute(edge, 0, from) * weights[edge][0];
      for (int k = 1; k < kOperations; ++k) sum = sum + cell.compute(edge, k, from) * weights[edge][k];
      return sum;
    });
  });
}

network::Output Supernet::paths(const at::Tensor& images, std::span<const Architecture> cells) {
  return module_->forward(images, [&](std::size_t i, const at::Tensor& x) {
    SearchCell& cell = *module_->cells[i];
    const Architecture& path = cells[cells.size() == 1 ? 0 : i];
    return cell.forward(x, [&](int edge, const at::Tensor& from) {
      return cell.compute(edge, path[static_cast<std::size_t>(edge)], from);
    });
  });
}

network::Output Supernet::sampled(const at::Tensor& images, const Architecture& path, const at::Tensor& weights) {
  return module_->forward(images, [&](std::size_t i, const at::Tensor& x) {
    SearchCell& cell = *module_->cells[i];
    return cell.forward(x, [&](int edge, const at::Tensor& from) {
      at::Tensor sum;
      for (int k = 0; k < kOperations; ++k) {
        const bool chosen = path[static_cast<std::size_t>(edge)] == k;
        const at::Tensor y = chosen ? cell.compute(edge, k, from) * weights[edge][k] : weights[edge][k];
        sum = sum.defined() ? sum + y : y;
      }
      return sum;
    });
  });
}

void Supernet::train(bool training) { module_->train(training); }

void Supernet::channels_last() {
  for (at::Tensor& tensor : module_->parameters()) {
    if (tensor.dim() == 4) tensor.set_data(tensor.contiguous(at::MemoryFormat::ChannelsLast));
  }
}

Supernet::NamedTensors Supernet::parameters() const {
  NamedTensors list;
  for (const auto& item : module_->named_parameters()) list.emplace_back(item.key(), item.value());
  return list;
}

Supernet::NamedTensors Supernet::buffers() const {
  NamedTensors list;
  for (const auto& item : module_->named_buffers()) list.emplace_back(item.key(), item.value());
  return list;
}

}  // namespace cellar::plain
