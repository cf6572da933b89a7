#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

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
  void step(double learning_rate);

  // The momentum of each parameter, in their order; undefined where there was no update yet. Setting copies.
  const std::vector<at::Tensor>& buffers() const { return buffers_; }
  void set_buffers(const std::vector<at::Tensor>& buffers);

 private:
  std::vector<at::Tensor> parameters_, buffers_;
  Options options_;
};

}  // namespace cellar::network
