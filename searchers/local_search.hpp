#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/options.hpp"
#include "core/searcher.hpp"
#include "searchers/warm_start.hpp"

namespace cellar {

// Local search: from a random architecture, to the first of its neighbours, in random order, that is better; when none
// is, from another random one. Nothing is asked twice, so it ends when the whole space is known.
// Source: White, Nolen and Savani 2021, "Exploring the Loss Landscape in Neural Architecture Search", algorithm 1; the
// first-improvement variant with restarts of Ottelander et al. 2021.
// With several workers the neighbours are evaluated at once, and any result that is better moves the search.
class LocalSearch final : public Searcher {
 public:
  struct Options {
    std::string warm{kNoPrior};
    void describe(OptionList& list) { WarmStart::describe(list, warm); }
  };

  LocalSearch(const Problem& problem, const Options& options, Rng rng);

  Request next() override;
  void tell(const Trial& trial) override;

 private:
  Evaluate ask(const Architecture& arch);

  const SearchSpace& space_;
  const Fidelity fidelity_;
  WarmStart warm_;
  Rng rng_;
  std::unordered_set<Architecture> seen_;
  std::vector<Architecture> around_;  // neighbours of the present place, in the order they will be asked, last first
  std::optional<double> accuracy_;    // [%] of the present place; none before the start of a climb is told
  int pending_ = 0;
  int climb_ = -1;  // the number of the restart, the trials' tag
};

}  // namespace cellar
