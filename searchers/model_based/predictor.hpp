#pragma once

#include "searchers/model_based/surrogate_search.hpp"

namespace cellar {

// The cheap strong baseline: Bayesian ridge regression on the values of choices, pairs of them and the logarithms of
// FLOPs and parameters, expected improvement. Before anything is observed the most expensive of its candidates is
// asked; where the space has no costs, a random one.
// Source: none of its own. Linear surrogates of second order: Baptista and Poloczek 2018, "Bayesian Optimization of
// Combinatorial Structures"; FLOPs and parameters as predictors that are hard to beat: White et al. 2021, "How Powerful
// are Performance Predictors in Neural Architecture Search?", and Ning et al. 2021,
// "Evaluating Efficient Performance Estimators of Neural Architectures".
// Departures from the former: no sparsity prior (ridge instead of horseshoe), candidates are mutants and random ones.
class Predictor final : public SurrogateSearch {
 public:
  struct Options : SurrogateSearch::Options {
    Options() { initial = 0; }
  };

  Predictor(const Problem& problem, const Options& options, Rng rng);
};

}  // namespace cellar
