#include "searchers/evolution.hpp"

#include <limits>

namespace cellar {

void Evolution::Options::describe(OptionList& list) {
  list.integer("population", population, 1, 1'000'000, "members that are alive; as many random ones begin");
  list.integer("sample", sample, 1, 1'000'000, "members drawn, with replacement, to find a parent");
  WarmStart::describe(list, warm);
}

Evolution::Evolution(const Problem& problem, const Options& options, Rng rng)
    : space_(problem.space),
      fidelity_(problem.full()),
      population_size_(static_cast<std::size_t>(options.population)),
      sample_size_(options.sample),
      warm_(problem, options.warm),
      rng_(rng) {}

Request Evolution::next() {
  const bool begins = asked_++ < population_size_ || population_.empty();
  if (const auto liked = begins ? warm_.next() : std::nullopt) return Evaluate{*liked, fidelity_, 0, {}};
  return Evaluate{begins ? space_.random(rng_) : space_.mutate(parent().arch, rng_), fidelity_, 0, {}};
}

void Evolution::tell(const Trial& trial) {
  const Member member{trial.asked.arch, trial.valid_accuracy.value_or(-std::numeric_limits<double>::infinity())};
  if (population_.size() < population_size_) {
    population_.push_back(member);
    return;
  }
  population_[oldest_] = member;
  oldest_ = oldest_ + 1 == population_size_ ? 0 : oldest_ + 1;
}

const Evolution::Member& Evolution::parent() {
  const auto alive = static_cast<std::uint32_t>(population_.size());
  const Member* best = &population_[rng_.below(alive)];
  for (int drawn = 1; drawn < sample_size_; ++drawn) {
    const Member& member = population_[rng_.below(alive)];
    if (member.accuracy > best->accuracy) best = &member;
  }
  return *best;
}

}  // namespace cellar
