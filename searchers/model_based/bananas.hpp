#pragma once

#include "searchers/model_based/surrogate_search.hpp"

namespace cellar {

// BANANAS: an ensemble of networks learns accuracy from the path encoding; ten at a time, those mutants of the best are
// asked that independent Thompson sampling likes most.
// Source: White, Neiswanger and Savani, AAAI 2021, "BANANAS: Bayesian Optimization with Neural Architectures for Neural
// Architecture Search", algorithm 1; network=paper is the authors' (naszilla, params.py and meta_neural_net.py): ten
// layers of 20, Adam at 0.01 with β₂ 0.99, 150 epochs in batches of 32, mean absolute error, five networks trained
// afresh each time.
// Departures: the default networks have two layers of 16 and are trained for 60 steps at 0.02 (or five epochs, once
// that is more); the encoding is that of the canonical architecture; accuracies are standardized; candidates are
// mutants of several of the best, by one or two mutations, and some random ones; a space without path encoding is
// encoded by the values of its choices.
class Bananas final : public SurrogateSearch {
 public:
  struct Options : SurrogateSearch::Options {
    std::string encoding = "auto";
    std::string network = "small";
    int networks = 5;
    Options();
    void describe(OptionList& list);
  };

  Bananas(const Problem& problem, const Options& options, Rng rng);
};

}  // namespace cellar
