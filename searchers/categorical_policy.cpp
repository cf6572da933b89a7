#include "searchers/categorical_policy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellar {

namespace {

constexpr float kEpsilon = std::numeric_limits<float>::epsilon();  // PyTorch's Categorical clamps probabilities to it

}  // namespace

CategoricalPolicy::CategoricalPolicy(Logits logits, double learning_rate)
    : logits_(std::move(logits)),
      first_moment_(Logits::Zero(logits_.rows(), logits_.cols())),
      second_moment_(Logits::Zero(logits_.rows(), logits_.cols())),
      learning_rate_(learning_rate) {
  update_probabilities();
}

void CategoricalPolicy::update_probabilities() {
  probabilities_ = (logits_.colwise() - logits_.rowwise().maxCoeff()).exp();
  probabilities_.colwise() /= probabilities_.rowwise().sum().eval();
}

Architecture CategoricalPolicy::sample(Rng& rng) const {
  Architecture arch(static_cast<std::size_t>(logits_.rows()));
  for (Eigen::Index choice = 0; choice < logits_.rows(); ++choice) {
    double left = rng.uniform();
    Eigen::Index value = 0;
    Eigen::Index possible = 0;  // rounding may leave a rest behind the last value
    for (; value < logits_.cols(); ++value) {
      if (probabilities_(choice, value) <= 0) continue;
      possible = value;
      left -= probabilities_(choice, value);
      if (left < 0) break;
    }
    arch[static_cast<std::size_t>(choice)] = static_cast<std::uint8_t>(possible);
  }
  return arch;
}

Eigen::ArrayXf CategoricalPolicy::log_probability(const Architecture& arch) const {
  Eigen::ArrayXf logs(logits_.rows());
  for (Eigen::Index choice = 0; choice < logits_.rows(); ++choice) {
    const float p = probabilities_(choice, arch[static_cast<std::size_t>(choice)]);
    logs[choice] = std::log(std::min(std::max(p, kEpsilon), 1 - kEpsilon));
  }
  return logs;
}

CategoricalPolicy::Logits CategoricalPolicy::gradient(const Architecture& arch, double advantage) const {
  const auto scale = static_cast<float>(advantage);
  Logits gradient = probabilities_ * scale;
  for (Eigen::Index choice = 0; choice < logits_.rows(); ++choice) {
    const Eigen::Index value = arch[static_cast<std::size_t>(choice)];
    const float p = probabilities_(choice, value);
    if (p < kEpsilon || p > 1 - kEpsilon) {
      gradient.row(choice) = 0;  // the clamp passes no gradient on
    } else {
      gradient(choice, value) -= scale;
    }
  }
  return gradient;
}

void CategoricalPolicy::descend(const Logits& gradient) {
  constexpr double kBeta1 = 0.9;
  constexpr double kBeta2 = 0.999;
  constexpr float kAdamEpsilon = 1e-8F;
  first_decay_ *= kBeta1;
  second_decay_ *= kBeta2;
  const auto step = static_cast<float>(learning_rate_ / (1 - first_decay_));
  const auto correction = static_cast<float>(std::sqrt(1 - second_decay_));
  first_moment_ = first_moment_ * static_cast<float>(kBeta1) + gradient * static_cast<float>(1 - kBeta1);
  second_moment_ = second_moment_ * static_cast<float>(kBeta2) + gradient.square() * static_cast<float>(1 - kBeta2);
  logits_ -= step * first_moment_ / (second_moment_.sqrt() / correction + kAdamEpsilon);
  update_probabilities();
}

}  // namespace cellar
