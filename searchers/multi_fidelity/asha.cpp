#include "searchers/multi_fidelity/asha.hpp"

#include <algorithm>
#include <limits>

namespace cellar {

Asha::Asha(const Problem& problem, const Options& options, Rng rng)
    : space_(problem.space),
      eta_(options.eta),
      goes_on_(options.goes_on),
      fidelities_(BracketSchedule("asha", problem, options).fidelities()),
      rungs_(fidelities_.size()),
      rng_(rng) {}

Request Asha::next() {
  for (std::size_t rung = rungs_.size() - 1; rung-- > 0;) {
    Result* const best = promotable(rungs_[rung]);
    if (best == nullptr) continue;
    best->promoted = true;
    const auto earlier = goes_on_ ? std::optional(best->trial) : std::nullopt;
    return Evaluate{best->arch, fidelities_[rung + 1], static_cast<int>(rung) + 1, earlier};
  }
  return Evaluate{space_.random(rng_), fidelities_.front(), 0, {}};
}

Asha::Result* Asha::promotable(Rung& rung) const {
  const auto top = static_cast<std::size_t>(static_cast<double>(rung.size()) / eta_);
  const auto end = rung.begin() + static_cast<std::ptrdiff_t>(top);
  const auto found = std::find_if(rung.begin(), end, [](const Result& result) { return !result.promoted; });
  const bool failed = found == end || found->accuracy == -std::numeric_limits<double>::infinity();
  return failed ? nullptr : &*found;
}

void Asha::tell(const Trial& trial) {
  const auto at = std::find(fidelities_.begin(), fidelities_.end(), trial.asked.fidelity);
  Rung& rung = rungs_[static_cast<std::size_t>(at - fidelities_.begin())];
  const Result result{trial.valid_accuracy.value_or(-std::numeric_limits<double>::infinity()), trial.number,
                      trial.asked.arch};
  const auto better = [](double accuracy, const Result& other) { return accuracy > other.accuracy; };
  rung.insert(std::upper_bound(rung.begin(), rung.end(), result.accuracy, better), result);
}

}  // namespace cellar
