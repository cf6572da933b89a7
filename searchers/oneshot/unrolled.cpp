#include "searchers/oneshot/unrolled.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <variant>

#include "space/network/wide_type.hpp"

namespace cellar::oneshot {

namespace {

using Tensors = std::vector<at::Tensor>;

// Gradients of a mixture's loss for `of`, which are leaves; their own gradients stay as they are.
Passed differentiate(Trainer& trainer, const Batch& batch, const network::Pass& pass, const Tensors& of,
                     Tensors& gradients) {
  Tensors kept;
  for (const at::Tensor& tensor : of) {
    kept.push_back(tensor.grad());
    tensor.mutable_grad() = at::Tensor();
  }
  const at::Tensor logits = evaluate(trainer.supernet(), trainer.alphas(), Mixture{}, batch.images, pass).logits;
  const at::Tensor loss = at::cross_entropy_loss(logits, batch.labels);
  loss.backward();
  gradients.clear();
  for (std::size_t i = 0; i < of.size(); ++i) {
    const at::Tensor& own = of[i].grad();
    gradients.push_back(own.defined() ? own : at::zeros_like(of[i]));
    of[i].mutable_grad() = kept[i];
  }
  return {logits.detach(), loss.detach()};
}

// w - rate (momentum buffer + g + decay w).
Tensors step_ahead(Trainer& trainer, const Tensors& weights, const Tensors& gradients,
                   const network::LearningRate& rate) {
  const network::Sgd::Options& sgd = trainer.options().sgd;
  const Tensors& buffers = trainer.sgd().buffers();
  bool moves = true;
  for (const at::Tensor& buffer : buffers) moves = moves && buffer.defined();
  Tensors ahead;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const at::Tensor descent = gradients[i] + sgd.weight_decay * weights[i];
    ahead.push_back(network::minus_scaled(weights[i], moves ? buffers[i] * sgd.momentum + descent : descent, rate));
  }
  return ahead;
}

// Puts other values into a network's tensors, and its own back when it ends: weights and running statistics.
class Replaced {
 public:
  Replaced(const network::Weights& network, const Tensors& weights) {
    const c10::NoGradGuard no_grad;
    std::size_t next = 0;
    for (const network::Weights::Entry& entry : network.entries()) {
      tensors_.push_back(entry.tensor);
      kept_.push_back(entry.tensor.detach().clone());
      if (entry.is_parameter) entry.tensor.copy_(weights[next++]);
    }
  }
  ~Replaced() {
    const c10::NoGradGuard no_grad;
    for (std::size_t i = 0; i < tensors_.size(); ++i) tensors_[i].copy_(kept_[i]);
  }
  Replaced(const Replaced&) = delete;
  Replaced& operator=(const Replaced&) = delete;

 private:
  Tensors tensors_, kept_;
};

// Moves the weights `times` a distance along a direction.
void move(const Tensors& weights, const Tensors& direction, const network::LearningRate& distance, double times) {
  const c10::NoGradGuard no_grad;
  const auto* const number = std::get_if<double>(&distance);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (number != nullptr) {
      weights[i].add_(direction[i], times * *number);
    } else {
      weights[i].add_(direction[i] * std::get<at::Tensor>(distance), times);
    }
  }
}

at::Tensor radius_along(const Tensors& direction) {
  return 0.01 / at::stack(at::_foreach_norm(direction, 2)).norm().to(network::wide_type(direction.front()));
}

}  // namespace

Unrolled unrolled_gradient(Trainer& trainer, const Batch& base, const Batch& arch, const network::LearningRate& rate,
                           const network::Pass& pass) {
  const network::Weights& network = trainer.supernet().weights();
  const Tensors weights = network.parameters();
  const Tensors alphas = {trainer.alphas()};
  Unrolled unrolled;
  Tensors gradients;
  {
    const Frozen frozen(alphas);
    unrolled.base = differentiate(trainer, base, pass, weights, unrolled.base_gradient);
  }
  {
    const c10::NoGradGuard no_grad;
    unrolled.weights_ahead = step_ahead(trainer, weights, unrolled.base_gradient, rate);
  }
  {
    const Replaced ahead(network, unrolled.weights_ahead);
    Tensors all = alphas;
    all.insert(all.end(), weights.begin(), weights.end());
    unrolled.arch = differentiate(trainer, arch, pass, all, gradients);
    for (const network::Weights::Entry& entry : network.entries()) {
      if (!entry.is_parameter) unrolled.statistics.push_back(entry.tensor.clone());
    }
    unrolled.direct = gradients.front();
    unrolled.direction.assign(gradients.begin() + 1, gradients.end());
  }
  unrolled.radius = radius_along(unrolled.direction);
  // A number on the CPU, where nothing waits for it, as the original has it.
  const auto distance = unrolled.radius.is_cpu() ? network::LearningRate(unrolled.radius.item<double>())
                                                 : network::LearningRate(unrolled.radius);
  const Frozen frozen(weights);
  move(weights, unrolled.direction, distance, 1);
  unrolled.plus = differentiate(trainer, base, pass, alphas, gradients);
  unrolled.gradients_plus = gradients.front();
  move(weights, unrolled.direction, distance, -2);
  unrolled.minus = differentiate(trainer, base, pass, alphas, gradients);
  unrolled.gradients_minus = gradients.front();
  move(weights, unrolled.direction, distance, 1);
  unrolled.product = (unrolled.gradients_plus - unrolled.gradients_minus).div(2 * unrolled.radius);
  unrolled.gradient = network::minus_scaled(unrolled.direct, unrolled.product, rate);
  return unrolled;
}

}  // namespace cellar::oneshot
