#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/options.hpp"
#include "searchers/multi_fidelity/brackets.hpp"

namespace cellar {

// ASHA: successive halving that waits for nobody. Whenever a worker is free, the best architecture that is among the
// top 1/eta of its rung and not promoted yet is trained longer, on the highest rung that has one; if none has, a new
// random one begins. Meant for many workers. Source: Li et al. 2020, "A System for Massively Parallel Hyperparameter
// Tuning", algorithm 2. Departure: failed trials stay in their rung, below all others, and are not promoted.
class Asha final : public Searcher {
 public:
  using Options = BracketOptions;

  Asha(const Problem& problem, const Options& options, Rng rng);

  Request next() override;
  void tell(const Trial& trial) override;

 private:
  struct Result {
    double accuracy;  // [%]
    int trial;
    Architecture arch;
    bool promoted = false;
  };
  // The results of one fidelity, best first, of equals the earlier first.
  using Rung = std::vector<Result>;

  Result* promotable(Rung& rung) const;

  const SearchSpace& space_;
  const double eta_;
  const bool goes_on_;
  std::vector<Fidelity> fidelities_;
  std::vector<Rung> rungs_;  // by fidelity
  Rng rng_;
};

}  // namespace cellar
