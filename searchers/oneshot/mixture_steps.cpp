#include "searchers/oneshot/mixture_steps.hpp"

#include <ATen/ATen.h>

#include <utility>

#include "searchers/oneshot/unrolled.hpp"

namespace cellar::oneshot {

MixtureSteps::MixtureSteps(Trainer& trainer, const SearchPlan& plan)
    : trainer_(trainer),
      plan_(plan),
      weights_(trainer.alphas().device(),
               [this](const StepInputs& inputs) {
                 return trainer_.weight_step(inputs.base, Mixture{}, inputs.rate, pass());
               }),
      alphas_(
          trainer.alphas().device(), [this](const StepInputs& inputs) { return make_alpha_step(inputs); },
          [this] { trainer_.adam().count_played_step(); }) {}

network::Pass MixtureSteps::pass() const {
  network::Pass pass{.training = true};
  pass.bfloat16 = plan_.options.precision == "bfloat16";
  return pass;
}

Passed MixtureSteps::alpha_step(const StepInputs& inputs, int epoch) {
  if (epoch != epoch_ && plan_.regulariser) alphas_.forget();  // whose weight is another in every epoch
  epoch_ = epoch;
  return alphas_(inputs);
}

Passed MixtureSteps::make_alpha_step(const StepInputs& inputs) {
  if (plan_.method.update == Method::Update::second_order) return unrolled_step(trainer_, inputs, pass());
  return trainer_.alpha_step(inputs.arch, Mixture{}, pass(), regulariser_of(plan_, epoch_));
}

Passed unrolled_step(Trainer& trainer, const StepInputs& inputs, const network::Pass& pass) {
  Unrolled unrolled = unrolled_gradient(trainer, inputs.base, inputs.arch, inputs.rate, pass);
  trainer.apply_alpha_gradient(unrolled.gradient);
  return std::move(unrolled.arch);
}

Trainer::Regulariser regulariser_of(const SearchPlan& plan, int epoch) {
  if (!plan.regulariser) return nullptr;
  return [&own = plan.regulariser, epoch](const at::Tensor& alphas) { return own(alphas, epoch); };
}

}  // namespace cellar::oneshot
