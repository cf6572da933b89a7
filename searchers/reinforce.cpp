#include "searchers/reinforce.hpp"

#include <algorithm>
#include <limits>

namespace cellar {

namespace {

CategoricalPolicy::Logits initial_logits(const std::vector<int>& arity, Rng& rng) {
  const int widest = *std::max_element(arity.begin(), arity.end());
  CategoricalPolicy::Logits logits = CategoricalPolicy::Logits::Constant(
      static_cast<Eigen::Index>(arity.size()), widest, -std::numeric_limits<float>::infinity());
  for (std::size_t choice = 0; choice < arity.size(); ++choice) {
    for (int value = 0; value < arity[choice]; ++value) {
      logits(static_cast<Eigen::Index>(choice), value) = static_cast<float>(1e-3 * rng.normal());
    }
  }
  return logits;
}

}  // namespace

void Reinforce::Options::describe(OptionList& list) {
  list.real("learning_rate", learning_rate, 1e-6, 100, "step size of Adam");
  list.real("momentum", momentum, 0, 0.999999, "of the moving average of rewards that is the baseline");
}

Reinforce::Reinforce(const Problem& problem, const Options& options, Rng rng)
    : space_(problem.space),
      objective_(problem.objectives.front()),
      fidelity_(problem.full()),
      rng_(rng),
      policy_(initial_logits(problem.space.arity(), rng_), options.learning_rate),
      baseline_(options.momentum) {}

Request Reinforce::next() {
  constexpr int kDraws = 100;
  Architecture arch = policy_.sample(rng_);
  for (int draw = 1; draw < kDraws && !space_.valid(arch); ++draw) arch = policy_.sample(rng_);
  const bool repaired = !space_.valid(arch);
  return Evaluate{repaired ? space_.repair(arch) : arch, fidelity_, 0, {}, repaired};
}

void Reinforce::tell(const Trial& trial) {
  if (!trial.valid_accuracy) return;
  const double reward = percent_of_range(objective_, *trial.valid_accuracy);
  baseline_.update(reward);
  policy_.descend(policy_.gradient(trial.asked.arch, reward - baseline_.value()));
}

}  // namespace cellar
