#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "space/network/supernet.hpp"

// The supernet once more, as one writes it with LibTorch's modules and without a thought about speed: every operation
// is a module of its own, autograd does the rest. It is the second way to compute what network::Supernet computes, and
// what its speed is measured against.
namespace cellar::plain {

class Supernet {
 public:
  using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

  Supernet(const network::SupernetOptions& options, network::TensorKind kind);
  ~Supernet();

  // As network::Supernet's passes.
  network::Output mixture(const at::Tensor& images, const at::Tensor& weights);
  network::Output paths(const at::Tensor& images, std::span<const Architecture> cells);
  network::Output sampled(const at::Tensor& images, const Architecture& cell, const at::Tensor& weights);

  void train(bool training);
  void channels_last();  // the layout of the convolutions' weights
  NamedTensors parameters() const;
  NamedTensors buffers() const;

 private:
  struct Module;

  std::shared_ptr<Module> module_;
};

}  // namespace cellar::plain
