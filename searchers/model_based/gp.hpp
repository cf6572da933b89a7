#pragma once

#include "searchers/model_based/surrogate_search.hpp"

namespace cellar {

// Bayesian optimization with a Gaussian process: a Hamming kernel with a length scale for each choice, expected
// improvement (ei) on the best observation.
// Source: Jones, Schonlau and Welch 1998; Rasmussen and Williams 2006; the product kernel over categorical choices is
// that of Ru et al. 2020, "Bayesian Optimisation over Multiple Continuous and Categorical Inputs" (CoCaBO), and others.
// Departures: candidates are mutants of the best and random ones instead of the whole space; length scales and noise
// are chosen on a small grid and seldom; pending trials are only kept from being asked again.
class Gp final : public SurrogateSearch {
 public:
  using Options = SurrogateSearch::Options;

  Gp(const Problem& problem, const Options& options, Rng rng);
};

}  // namespace cellar
