#pragma once

#include <string>
#include <vector>

#include "core/options.hpp"
#include "core/searcher.hpp"
#include "searchers/warm_start.hpp"

namespace cellar {

// Regularized (aging) evolution: the best of a few members drawn from the population is mutated; the oldest member
// dies, however good it is.
// Source: Real et al. 2019, "Regularized Evolution for Image Classifier Architecture Search", algorithm 1; defaults and
// details as the original's exps/NATS-algos/regularized_ea.py: members are drawn with replacement, nothing is
// de-duplicated, the result is the best of the whole history.
// Departures: a failed trial lives its time in the population as worse than all others; with several workers the
// population is what has been told so far.
class Evolution final : public Searcher {
 public:
  struct Options {
    int population = 10;
    int sample = 3;
    std::string warm{kNoPrior};
    void describe(OptionList& list);
  };

  Evolution(const Problem& problem, const Options& options, Rng rng);

  Request next() override;
  void tell(const Trial& trial) override;

 private:
  struct Member {
    Architecture arch;
    double accuracy;  // [%]
  };

  const Member& parent();

  const SearchSpace& space_;
  const Fidelity fidelity_;
  const std::size_t population_size_;
  const int sample_size_;
  WarmStart warm_;
  Rng rng_;
  std::size_t asked_ = 0;
  std::vector<Member> population_;  // a ring
  std::size_t oldest_ = 0;
};

}  // namespace cellar
