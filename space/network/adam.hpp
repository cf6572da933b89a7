#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace cellar::network {

// Adam (Kingma and Ba 2015, algorithm 1) with weight decay added to the gradient, in the order of operations of
// torch.optim.Adam of PyTorch 1.13 (torch/optim/adam.py: _single_tensor_adam). With g the gradient: g += decay w;
// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps).
//
// As with Sgd, a parameter that no backward pass has reached is left alone, and zero_grad() writes zeros.
class Adam {
 public:
  // Those of architecture parameters in AutoDL-Projects.
  struct Options {
    double beta1 = 0.5, beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 1e-3;
  };

  // Of one parameter; m and v undefined before its first update.
  struct State {
    std::int64_t step = 0;
    at::Tensor m, v;
  };

  Adam(std::vector<at::Tensor> parameters, Options options);

  void zero_grad();
  // In float32 on CUDA by LibTorch's own fused kernel, where it has one.
  void step(double learning_rate);
  // A step that was recorded and is played again (step_graph.hpp) moves the tensors; this counts it.
  void count_played_step();

  // In the order of the parameters, the optimiser's own tensors.
  const std::vector<State>& states() const { return states_; }
  // Copies `states` into its own. An Error names the parameter whose state does not fit.
  void restore(const std::vector<State>& states);

 private:
  static bool is_fused(const at::Tensor& weight);
  void step_by_operation(const at::Tensor& weight, State& state, double learning_rate) const;
  void step_fused(std::size_t number, double learning_rate);

  std::vector<at::Tensor> parameters_;
  std::vector<State> states_;
  Options options_;
  // On the device, for fused steps: steps made, by parameter, and the learning rate.
  std::vector<at::Tensor> counts_;
  at::Tensor rate_;
  double rate_number_ = 0;
};

}  // namespace cellar::network
