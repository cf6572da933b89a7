#include "searchers/oneshot/trainer.hpp"

#include <ATen/ATen.h>

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

Passed Trainer::weight_step(const Batch& batch, const PassMode& mode, double rate, const network::Pass& pass) {
  sgd_.zero_grad();
  const bool clips = options_.clip.has_value();
  const Passed passed = pass_through(batch, mode, clips ? alphas_ : alphas_.detach(), pass);
  passed.loss.backward();
  if (clips) {
    std::vector<at::Tensor> all = {alphas_};
    all.insert(all.end(), parameters_.begin(), parameters_.end());
    gradient_norm_ = network::clip_gradient_norm(all, *options_.clip);
  }
  sgd_.step(rate);
  return {passed.logits.detach(), passed.loss.detach()};
}

Passed Trainer::alpha_step(const Batch& batch, const PassMode& mode, const network::Pass& pass) {
  adam_.zero_grad();
  const Passed passed = pass_through(batch, mode, alphas_, pass);
  network::architecture_gradient(passed.loss, alphas_, reached(supernet_, alphas_, mode));
  adam_.step(options_.alpha_rate);
  return {passed.logits.detach(), passed.loss.detach()};
}

Passed Trainer::observe(const Batch& batch, const PassMode& mode, const network::Pass& pass) {
  const at::NoGradGuard no_grad;
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
