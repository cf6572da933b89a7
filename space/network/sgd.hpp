#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "space/network/learning_rate.hpp"

namespace cellar::network {

// Stochastic gradient descent with Nesterov's momentum and weight decay on every parameter, as torch.optim.SGD with
// dampening 0. With g the gradient: d = g + decay w; buffer = d in a tensor's first update, momentum buffer + d later;
// w -= rate (d + momentum buffer).
//
// A parameter that no backward pass has reached has no gradient and is left alone. Once one has, zero_grad() gives it
// zeros and decay and momentum go on, as in PyTorch 1 (2 takes the gradient away again, and gives other results).
class Sgd {
 public:
  struct Options {
    double momentum = 0.9;
    double weight_decay = 5e-4;
    bool nesterov = true;
  };

  Sgd(std::vector<at::Tensor> parameters, Options options);

  void zero_grad();
  // With a tensor of a CUDA device, by LibTorch's own fused kernel where it has one.
  void step(const LearningRate& rate);

  // Of momentum, by parameter; undefined before a parameter's first update.
  const std::vector<at::Tensor>& buffers() const { return buffers_; }
  // Copies `buffers` into its own. An Error names the parameter whose buffer does not fit.
  void restore(const std::vector<at::Tensor>& buffers);

 private:
  void step_fused(const at::Tensor& rate);

  std::vector<at::Tensor> parameters_, buffers_;
  Options options_;
};

}  // namespace cellar::network
