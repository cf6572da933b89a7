#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <optional>
#include <vector>

#include "searchers/oneshot/pass_mode.hpp"
#include "space/network/adam.hpp"
#include "space/network/batch.hpp"
#include "space/network/sgd.hpp"

namespace cellar::oneshot {

using network::Batch;

struct Passed {
  at::Tensor logits;  // [N, classes]
  at::Tensor loss;    // mean cross entropy, no dimensions
};

struct TrainerOptions {
  network::Sgd::Options sgd;
  network::Adam::Options adam;
  double alpha_rate = 3e-4;
  // The gradients of the weights are clipped to this norm, as NAS-Bench-201's scripts and those after them do.
  std::optional<double> clip = {};
  // Whose gradients the norm counts beside them, since scripts clip all of a network's parameters: of the architecture
  // parameters, those of their last step and of this pass added up (NAS-Bench-201) or of this pass alone (DrNAS); or of
  // a mixture's weights, which take the parameters' place in this pass (Beta-DARTS).
  enum class Counted { both_passes, this_pass, mixture } counted = Counted::both_passes;
};

// The steps that train a supernet's weights and its architecture parameters (AutoDL-Projects, exps/NATS-algos/
// search-cell.py: search_func, and exps/NAS-Bench-201-algos/*.py). What is computed in which mode and in which order is
// the caller's. The supernet and the parameters must outlive it.
class Trainer {
 public:
  // `alphas`: the architecture parameters [6, 5], a leaf that requires a gradient.
  Trainer(network::Supernet& supernet, at::Tensor alphas, const TrainerOptions& options);

  // One step of the weights at this learning rate.
  Passed weight_step(const Batch& batch, const PassMode& mode, const network::LearningRate& rate,
                     const network::Pass& pass);
  // One step of the architecture parameters, the weights as they are (first order). `regulariser` of the parameters is
  // added to the loss that is minimised, not to the one that is returned.
  using Regulariser = std::function<at::Tensor(const at::Tensor& alphas)>;
  Passed alpha_step(const Batch& batch, const PassMode& mode, const network::Pass& pass,
                    const Regulariser& regulariser = nullptr);
  // A pass without a step; running statistics move.
  Passed observe(const Batch& batch, const PassMode& mode, const network::Pass& pass);

  // The parts of a step of architecture parameters whose gradient is computed elsewhere (second order).
  void apply_alpha_gradient(const at::Tensor& gradient);

  network::Supernet& supernet() { return supernet_; }
  const at::Tensor& alphas() const { return alphas_; }
  network::Sgd& sgd() { return sgd_; }
  const network::Sgd& sgd() const { return sgd_; }
  network::Adam& adam() { return adam_; }
  const network::Adam& adam() const { return adam_; }
  const TrainerOptions& options() const { return options_; }
  // Of the gradients in the last step of the weights, before they were clipped; undefined without clipping.
  const at::Tensor& gradient_norm() const { return gradient_norm_; }

 private:
  Passed pass_through(const Batch& batch, const PassMode& mode, const at::Tensor& alphas, const network::Pass& pass);
  Passed clipped_pass(const Batch& batch, const PassMode& mode, const network::Pass& pass);

  network::Supernet& supernet_;
  at::Tensor alphas_;
  std::vector<at::Tensor> parameters_;  // of the supernet
  TrainerOptions options_;
  network::Sgd sgd_;
  network::Adam adam_;
  at::Tensor gradient_norm_;
};

// While it lives, no gradient of these tensors is computed.
class Frozen {
 public:
  explicit Frozen(std::vector<at::Tensor> tensors);
  ~Frozen();
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;

 private:
  std::vector<at::Tensor> tensors_;
};

}  // namespace cellar::oneshot
