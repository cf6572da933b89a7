#pragma once

#include "searchers/oneshot/search_plan.hpp"
#include "searchers/oneshot/step_player.hpp"

namespace cellar::oneshot {

// The steps of a search whose passes compute all operations: the same kernels in every step, so that a device which can
// records them and plays them again. Where passes draw, there are none of these.
class MixtureSteps {
 public:
  // Both must outlive it.
  MixtureSteps(Trainer& trainer, const SearchPlan& plan);

  // Whether the plan's passes draw nothing but what a mode says.
  static bool are_made_of(const SearchPlan& plan) { return plan.options.drop_path == 0; }

  Passed weight_step(const StepInputs& inputs) { return weights_(inputs); }
  // Of first or second order, as the plan says; `epoch`: counted from 0. Not recorded where the plan has a regulariser,
  // whose weight is another in every epoch.
  Passed alpha_step(const StepInputs& inputs, int epoch);

 private:
  network::Pass pass() const;

  Trainer& trainer_;
  const SearchPlan& plan_;
  StepPlayer weights_, alphas_;
};

// DARTS's second order: a step of the architecture parameters by unrolled_gradient().
Passed unrolled_step(Trainer& trainer, const StepInputs& inputs, const network::Pass& pass);

// What the plan adds to the loss of the architecture parameters in an epoch; none: nothing.
Trainer::Regulariser regulariser_of(const SearchPlan& plan, int epoch);

}  // namespace cellar::oneshot
