#include "searchers/oneshot/trainer.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <utility>

#include "space/network/architecture_gradient.hpp"
#include "space/network/gradient_norm.hpp"

namespace cellar::oneshot {

Trainer::Trainer(network::Supernet& supernet, at::Tensor alphas, const TrainerOptions& options)
    : supernet_(supernet),
      alphas_(std::move(alphas)),
      parameters_(supernet.weights().parameters()),
      options_(options),
      sgd_(parameters_, options.sgd),
      adam_({alphas_}, options.adam) {}

Passed Trainer::pass_through(const Batch& batch, const PassMode& mode, const at::Tensor& alphas,
                             const network::Pass& pass) {
  const at::Tensor logits = evaluate(supernet_, alphas, mode, batch.images, pass).logits;
  return {logits, at::cross_entropy_loss(logits, batch.labels)};
}

Passed Trainer::weight_step(const Batch& batch, const PassMode& mode, const network::LearningRate& rate,
                            const network::Pass& pass) {
  sgd_.zero_grad();
  Passed passed;
  if (options_.clip) {
    passed = clipped_pass(batch, mode, pass);
  } else {
    passed = pass_through(batch, mode, alphas_.detach(), pass);
    passed.loss.backward();
  }
  sgd_.step(rate);
  return {passed.logits.detach(), passed.loss.detach()};
}

Passed Trainer::clipped_pass(const Batch& batch, const PassMode& mode, const network::Pass& pass) {
  at::Tensor counted = alphas_;
  PassMode own = mode;
  if (options_.counted == TrainerOptions::Counted::mixture && std::holds_alternative<Mixture>(mode)) {
    counted = alphas_.detach().softmax(-1).set_requires_grad(true);
    own = Weighed{counted};
  } else if (options_.counted != TrainerOptions::Counted::both_passes) {
    adam_.zero_grad();
  }
  const Passed passed = pass_through(batch, own, alphas_, pass);
  passed.loss.backward();
  std::vector<at::Tensor> all = {counted};
  all.insert(all.end(), parameters_.begin(), parameters_.end());
  gradient_norm_ = network::clip_gradient_norm(all, *options_.clip);
  return passed;
}

Passed Trainer::alpha_step(const Batch& batch, const PassMode& mode, const network::Pass& pass,
                           const Regulariser& regulariser) {
  adam_.zero_grad();
  const Passed passed = pass_through(batch, mode, alphas_, pass);
  const at::Tensor minimised = regulariser ? passed.loss + regulariser(alphas_) : passed.loss;
  network::architecture_gradient(minimised, alphas_, reached(supernet_, alphas_, mode));
  adam_.step(options_.alpha_rate);
  return {passed.logits.detach(), passed.loss.detach()};
}

Passed Trainer::observe(const Batch& batch, const PassMode& mode, const network::Pass& pass) {
  const c10::NoGradGuard no_grad;
  return pass_through(batch, mode, alphas_, pass);
}

void Trainer::apply_alpha_gradient(const at::Tensor& gradient) {
  alphas_.mutable_grad() = gradient;
  adam_.step(options_.alpha_rate);
}

Frozen::Frozen(std::vector<at::Tensor> tensors) : tensors_(std::move(tensors)) {
  for (const at::Tensor& tensor : tensors_) tensor.set_requires_grad(false);
}

Frozen::~Frozen() {
  for (const at::Tensor& tensor : tensors_) tensor.set_requires_grad(true);
}

}  // namespace cellar::oneshot
