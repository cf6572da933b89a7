#pragma once

#include "core/options.hpp"
#include "core/searcher.hpp"
#include "searchers/categorical_policy.hpp"

namespace cellar {

// REINFORCE: an independent softmax over the values of each choice, moved towards what scored above a moving average.
// Source: Williams 1992; Zoph and Le 2017; exact as the original's exps/NATS-algos/reinforce.py: logits begin at
// 1e-3 · N(0, 1), one sample a step, the reward is the accuracy in per cent (of other objectives, the place in their
// range), the baseline is updated before the advantage is taken, no entropy term. The result is the best evaluated.
// Departures: what is not valid in the space is drawn again, up to a hundred times, and then repaired; the learning
// rate has the default of the original's run-all.sh, 0.01 (the 0.5 of some scripts is worse than random search); a
// failed trial moves nothing; with several workers a told trial is scored by the policy as it is then.
class Reinforce final : public Searcher {
 public:
  struct Options {
    double learning_rate = 0.01;
    double momentum = 0.9;
    void describe(OptionList& list);
  };

  Reinforce(const Problem& problem, const Options& options, Rng rng);

  Request next() override;
  void tell(const Trial& trial) override;

 private:
  const SearchSpace& space_;
  const Objective objective_;
  const Fidelity fidelity_;
  Rng rng_;
  CategoricalPolicy policy_;
  MovingAverage baseline_;
};

}  // namespace cellar
