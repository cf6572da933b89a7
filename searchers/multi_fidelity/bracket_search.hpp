#pragma once

#include <optional>

#include "core/searcher.hpp"
#include "searchers/multi_fidelity/brackets.hpp"

namespace cellar {

// What Hyperband, successive halving and BOHB have in common: brackets decide how long what is trained; where a bracket
// needs a new architecture, choose() gives one, a random one unless it is overridden.
class BracketSearch : public Searcher {
 public:
  Request next() final {
    const BracketRunner::Start start = brackets_.next();
    return brackets_.begin(start, start.job.arch ? *start.job.arch : choose());
  }

  void tell(const Trial& trial) final {
    brackets_.tell(trial);
    learn(trial);
  }

 protected:
  BracketSearch(const Problem& problem, BracketRunner brackets, Rng rng)
      : space_(problem.space), rng_(rng), brackets_(std::move(brackets)) {}

  const SearchSpace& space() const { return space_; }
  Rng& rng() { return rng_; }

 private:
  virtual Architecture choose() { return space_.random(rng_); }
  virtual void learn(const Trial& /*trial*/) {}

  const SearchSpace& space_;
  Rng rng_;
  BracketRunner brackets_;
};

}  // namespace cellar
