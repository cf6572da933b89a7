#pragma once

#include "core/options.hpp"
#include "searchers/multi_fidelity/bracket_search.hpp"

namespace cellar {

// Successive halving: the bracket that begins with the shortest trainings, over and over.
// Source: Jamieson and Talwalkar 2016, "Non-stochastic Best Arm Identification and Hyperparameter Optimization",
// figure 1; as the bracket s = K - 1 of Hyperband (searchers/multi_fidelity/brackets.hpp), which sets the number of
// architectures.
class SuccessiveHalving final : public BracketSearch {
 public:
  using Options = BracketOptions;

  SuccessiveHalving(const Problem& problem, const Options& options, Rng rng)
      : BracketSearch(problem, {BracketSchedule("successive-halving", problem, options), options.goes_on, 0}, rng) {}
};

}  // namespace cellar
