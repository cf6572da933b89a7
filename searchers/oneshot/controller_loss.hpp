#pragma once

#include <optional>

#include "searchers/oneshot/controller.hpp"

namespace cellar::oneshot {

// REINFORCE's loss of sampled cells, [cells] each, all in float32 whatever the controller's type: the original's
// accuracies are float32 tensors with a dimension, which its entropies, without one, do not promote (AutoDL-Projects,
// exps/NATS-algos/search-cell.py: train_controller).
struct ControllerLoss {
  at::Tensor reward;    // accuracy + weight * entropy
  at::Tensor baseline;  // the accuracy, or previous - (1 - decay) (previous - reward) where there is a previous one
  at::Tensor loss;      // -log p (reward - baseline); gradients flow through the entropy, too
};

// `accuracy`: float32, [cells], from 0 to 1.
ControllerLoss controller_loss(const Controller::Sample& sample, const at::Tensor& accuracy,
                               std::optional<double> previous_baseline, double entropy_weight, double baseline_decay);

// The share of right answers, rounded as the original does: percent first, then a hundredth of it.
float top1_accuracy(std::int64_t right, std::int64_t images);

}  // namespace cellar::oneshot
