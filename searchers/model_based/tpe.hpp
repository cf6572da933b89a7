#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "core/options.hpp"
#include "core/searcher.hpp"
#include "searchers/density.hpp"
#include "searchers/warm_start.hpp"

namespace cellar {

// TPE, the tree-structured Parzen estimator: proposals are drawn from the density of the good results, and the one that
// is likeliest there against the density of the others is trained.
// Source: Bergstra, Bardenet, Bengio and Kegl 2011, "Algorithms for Hyper-Parameter Optimization", section 4.
// Departures: one joint density with Aitchison-Aitken kernels, as BOHB's, instead of a re-weighted count for each
// choice by itself; always the full training; the model proposes nothing twice, since a table answers the same again.
class Tpe final : public Searcher {
 public:
  struct Options {
    int startup = 20;
    int good_percent = 15;
    int num_samples = 24;
    double min_bandwidth = 0.3;
    std::string warm{kNoPrior};
    void describe(OptionList& list);
  };

  Tpe(const Problem& problem, const Options& options, Rng rng);

  Request next() override;
  void tell(const Trial& trial) override;

 private:
  Architecture choose();

  const SearchSpace& space_;
  const Fidelity fidelity_;
  const Options options_;
  WarmStart warm_;
  Rng rng_;
  RankedResults results_;
  std::unordered_set<Architecture> asked_;
  std::optional<DensityPair> densities_;  // kept until a result comes
};

}  // namespace cellar
