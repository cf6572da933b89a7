#pragma once

#include <Eigen/Core>

#include "core/architecture.hpp"
#include "core/random.hpp"

namespace cellar {

// An independent softmax over the values of each choice, trained by the score-function gradient with Adam (Kingma and
// Ba 2015, algorithm 1; β₁ 0.9, β₂ 0.999, ε 1e-8). Single precision, and the order of operations of the original's
// PyTorch 1.13, so that its numbers come out.
class CategoricalPolicy {
 public:
  // One row for each choice, one column for each value, [choices, largest arity]; -inf where a choice has no such
  // value.
  using Logits = Eigen::ArrayXXf;

  CategoricalPolicy(Logits logits, double learning_rate);

  Architecture sample(Rng& rng) const;

  // ln p of each choice's value, [choices].
  Eigen::ArrayXf log_probability(const Architecture& arch) const;

  // The gradient of Σ -advantage · ln p over the choices with respect to the logits.
  Logits gradient(const Architecture& arch, double advantage) const;

  // One step of Adam.
  void descend(const Logits& gradient);

  const Logits& logits() const { return logits_; }

 private:
  void update_probabilities();

  Logits logits_;
  Logits probabilities_;
  Logits first_moment_;
  Logits second_moment_;
  double learning_rate_;
  double first_decay_ = 1;   // β₁ᵗ
  double second_decay_ = 1;  // β₂ᵗ
};

// The exponential moving average of rewards with bias correction, Adam's for a scalar: the REINFORCE baseline of the
// original (exps/NATS-algos/reinforce.py, class ExponentialMovingAverage).
class MovingAverage {
 public:
  explicit MovingAverage(double momentum) : momentum_(momentum) {}

  void update(double value) {
    numerator_ = momentum_ * numerator_ + (1 - momentum_) * value;
    denominator_ = momentum_ * denominator_ + (1 - momentum_);
  }
  double value() const { return numerator_ / denominator_; }

 private:
  double momentum_;
  double numerator_ = 0;
  double denominator_ = 0;
};

}  // namespace cellar
