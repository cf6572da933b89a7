#include "searchers/local_search.hpp"

#include <limits>

namespace cellar {

LocalSearch::LocalSearch(const Problem& problem, const Options& /*options*/, Rng rng)
    : space_(problem.space), fidelity_(problem.full()), rng_(rng) {}

Request LocalSearch::next() {
  while (!around_.empty()) {
    const Architecture arch = around_.back();
    around_.pop_back();
    if (!seen_.contains(arch)) return ask(arch);
  }
  if (pending_ > 0) return Wait{};
  const std::optional<Architecture> start = unseen();
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
  seen_.insert(arch);
  ++pending_;
  return {arch, fidelity_, climb_, {}};
}

// A random architecture that has not been asked; none if there is none left.
std::optional<Architecture> LocalSearch::unseen() {
  constexpr int kDraws = 1000;  // enough unless nearly all is seen
  for (int draw = 0; draw < kDraws; ++draw) {
    const Architecture arch = space_.random(rng_);
    if (!seen_.contains(arch)) return arch;
  }
  if (!space_.size() || seen_.size() >= *space_.size()) return std::nullopt;
  std::uint64_t code = space_.code(space_.random(rng_));
  while (seen_.contains(space_.from_code(code))) code = code + 1 == *space_.size() ? 0 : code + 1;
  return space_.from_code(code);
}

}  // namespace cellar
