#include "searchers/model_based/surrogate_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/errors.hpp"
#include "searchers/unseen.hpp"

namespace cellar {

void SurrogateSearch::Options::describe(OptionList& list) {
  list.integer("initial", initial, 0, 1'000'000, "architectures that begin, random ones or by warm");
  list.integer("batch", batch, 1, 1000, "architectures asked for each time the model is fitted");
  list.integer("parents", parents, 1, 1000, "the best architectures, which are mutated into candidates");
  list.integer("mutants", mutants, 1, 100'000, "candidates that are mutations of parents");
  list.integer("randoms", randoms, 0, 100'000, "candidates that are random");
  list.choice("acquisition", acquisition, acquisition_names(), "by which candidates are chosen");
  WarmStart::describe(list, warm);
}

SurrogateSearch::SurrogateSearch(const Problem& problem, const Options& options, std::unique_ptr<Surrogate> surrogate,
                                 Rng rng)
    : space_(problem.space),
      fidelity_(problem.full()),
      options_(options),
      acquisition_(parse_acquisition(options.acquisition)),
      warm_(problem, options.warm),
      surrogate_(std::move(surrogate)),
      rng_(rng) {
  if (warm_.is_warm() && options.initial == 0) {
    throw Error(fmt::format("warm={0} says what begins, and initial=0 that nothing does; write initial=10,warm={0}",
                            options.warm));
  }
}

Request SurrogateSearch::next() {
  const Architecture arch = choose();
  seen_.insert(representative(space_, arch));
  ++asked_;
  return Evaluate{arch, fidelity_, 0, {}};
}

void SurrogateSearch::tell(const Trial& trial) {
  if (trial.valid_accuracy) {
    worst_ = std::min(worst_.value_or(*trial.valid_accuracy), *trial.valid_accuracy);
    remember(trial.asked.arch, *trial.valid_accuracy);
  }
  if (!worst_) return;
  surrogate_->append(trial.asked.arch, trial.valid_accuracy.value_or(*worst_));
  stale_ = true;
}

Architecture SurrogateSearch::choose() {
  if (asked_ >= options_.initial && queue_.empty()) propose();
  if (queue_.empty()) return first();
  const Architecture arch = queue_.back();
  queue_.pop_back();
  return arch;
}

// What is asked without a model's advice.
Architecture SurrogateSearch::first() {
  if (const auto liked = asked_ < options_.initial ? warm_.next_unseen(seen_) : std::nullopt) return *liked;
  const auto arch = random_unseen(space_, seen_, rng_);
  return arch ? *arch : space_.random(rng_);
}

// Fills the queue with the candidates that score best; leaves it empty where there is no candidate.
void SurrogateSearch::propose() {
  const std::vector<Architecture> archs = candidates();
  if (archs.empty()) return;
  if (stale_) surrogate_->fit();
  stale_ = false;
  const Eigen::VectorXd scores = score(acquisition_, surrogate_->predict(archs), rng_);
  std::vector<Eigen::Index> order(archs.size());
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  const auto chosen = std::min(order.size(), static_cast<std::size_t>(options_.batch));
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(chosen);
  std::partial_sort(order.begin(), end, order.end(), [&](Eigen::Index a, Eigen::Index b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  for (auto place = end; place != order.begin();) queue_.push_back(archs[static_cast<std::size_t>(*--place)]);
}

std::vector<Architecture> SurrogateSearch::candidates() {
  std::vector<Architecture> archs;
  std::unordered_set<Architecture> taken;
  const auto take = [&](const Architecture& arch) {
    if (!seen_.contains(representative(space_, arch)) && taken.insert(arch).second) archs.push_back(arch);
  };
  const auto parents = static_cast<std::uint32_t>(best_.size());
  for (int drawn = 0; parents > 0 && drawn < options_.mutants; ++drawn) {
    Architecture arch = space_.mutate(best_[rng_.below(parents)].arch, rng_);
    if (rng_.below(2) == 0) arch = space_.mutate(arch, rng_);
    take(arch);
  }
  for (int drawn = 0; drawn < options_.randoms; ++drawn) take(space_.random(rng_));
  return archs;
}

void SurrogateSearch::remember(const Architecture& arch, double accuracy) {
  const auto worse = [&](const Parent& parent) { return parent.accuracy < accuracy; };
  best_.insert(std::find_if(best_.begin(), best_.end(), worse), {arch, accuracy});
  if (best_.size() > static_cast<std::size_t>(options_.parents)) best_.pop_back();
}

}  // namespace cellar
