#pragma once

#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "core/options.hpp"
#include "core/searcher.hpp"
#include "searchers/model_based/acquisition.hpp"
#include "searchers/model_based/surrogate.hpp"
#include "searchers/warm_start.hpp"

namespace cellar {

// The loop of Bayesian optimization that all model-based searchers share: architectures chosen at random, or by a
// zero-cost proxy, first; then the surrogate is fitted, candidates (mutants of the best, and random ones) are scored,
// and the best of them are asked. Nothing is asked twice, pending trials included, until the whole space has been;
// after that it asks at random. A failed trial is learnt as the worst accuracy seen so far.
class SurrogateSearch : public Searcher {
 public:
  struct Options {
    int initial = 10;
    int batch = 1;
    int parents = 10;
    int mutants = 50;
    int randoms = 20;
    std::string acquisition = "ei";
    std::string warm{kNoPrior};
    void describe(OptionList& list);
  };

  Request next() final;
  void tell(const Trial& trial) final;

 protected:
  SurrogateSearch(const Problem& problem, const Options& options, std::unique_ptr<Surrogate> surrogate, Rng rng);

 private:
  struct Parent {
    Architecture arch;
    double accuracy;  // [%]
  };

  Architecture choose();
  Architecture first();
  void propose();
  std::vector<Architecture> candidates();
  void remember(const Architecture& arch, double accuracy);

  const SearchSpace& space_;
  const Fidelity fidelity_;
  const Options options_;
  const Acquisition acquisition_;
  WarmStart warm_;
  std::unique_ptr<Surrogate> surrogate_;
  Rng rng_;
  std::unordered_set<Architecture> seen_;  // told or pending
  std::vector<Parent> best_;               // of those told, best first
  std::vector<Architecture> queue_;        // to be asked, last first
  std::optional<double> worst_;            // [%]
  int asked_ = 0;
  bool stale_ = false;  // something has been told since the surrogate was fitted
};

}  // namespace cellar
