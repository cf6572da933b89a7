#include "searchers/local_search.hpp"

#include <limits>

#include "searchers/unseen.hpp"

namespace cellar {

LocalSearch::LocalSearch(const Problem& problem, const Options& options, Rng rng)
    : space_(problem.space), fidelity_(problem.full()), warm_(problem, options.warm), rng_(rng) {}

Request LocalSearch::next() {
  while (!around_.empty()) {
    const Architecture arch = around_.back();
    around_.pop_back();
    if (!seen_.contains(representative(space_, arch))) return ask(arch);
  }
  if (pending_ > 0) return Wait{};
  std::optional<Architecture> start = warm_.next_unseen(seen_);
  if (!start) start = random_unseen(space_, seen_, rng_);
  if (!start) return Finished{};
  accuracy_.reset();
  ++climb_;
  return ask(*start);
}

void LocalSearch::tell(const Trial& trial) {
  --pending_;
  const double accuracy = trial.valid_accuracy.value_or(-std::numeric_limits<double>::infinity());
  if (accuracy_ && accuracy <= *accuracy_) return;
  accuracy_ = accuracy;
  around_ = space_.neighbours(trial.asked.arch);
  rng_.shuffle(around_);
}

Evaluate LocalSearch::ask(const Architecture& arch) {
  seen_.insert(representative(space_, arch));
  ++pending_;
  return {arch, fidelity_, climb_, {}};
}

}  // namespace cellar
