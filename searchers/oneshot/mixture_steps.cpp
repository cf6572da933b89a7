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
          trainer.alphas().device(),
          [this](const StepInputs& inputs) {
            const bool is_unrolled = plan_.method.update == Method::Update::second_order;
            return is_unrolled ? unrolled_step(trainer_, inputs, pass())
                               : trainer_.alpha_step(inputs.arch, Mixture{}, pass());
          },
          [this] { trainer_.adam().count_played_step(); }) {}

network::Pass MixtureSteps::pass() const {
  network::Pass pass{.training = true};
  pass.bfloat16 = plan_.options.precision == "bfloat16";
  return pass;
}

Passed MixtureSteps::alpha_step(const StepInputs& inputs, int epoch) {
  if (!plan_.regulariser) return alphas_(inputs);
  return trainer_.alpha_step(inputs.arch, Mixture{}, pass(), regulariser_of(plan_, epoch));
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
