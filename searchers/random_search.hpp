#pragma once

#include "core/options.hpp"
#include "core/searcher.hpp"

namespace cellar {

// Random search: every request is uniform over the space, with replacement. The baseline of every comparison.
// Source: Bergstra and Bengio 2012 (JMLR 13); the original's exps/NATS-algos/random_wo_share.py. No departure.
class RandomSearch final : public Searcher {
 public:
  struct Options {
    void describe(OptionList& /*list*/) {}
  };

  RandomSearch(const Problem& problem, const Options& /*options*/, Rng rng)
      : space_(problem.space), fidelity_(problem.full()), rng_(rng) {}

  Request next() override { return Evaluate{space_.random(rng_), fidelity_, 0, {}}; }
  void tell(const Trial& /*trial*/) override {}

 private:
  const SearchSpace& space_;
  const Fidelity fidelity_;
  Rng rng_;
};

}  // namespace cellar
