#include "searchers/model_based/tpe.hpp"

#include "searchers/loss.hpp"

namespace cellar {

void Tpe::Options::describe(OptionList& list) {
  list.integer("startup", startup, 1, 1'000'000, "proposals at the start, uniform or by warm");
  list.integer("good_percent", good_percent, 1, 99, "the share of results that are good");
  list.integer("num_samples", num_samples, 1, 100'000, "proposals of which the best is taken");
  list.real("min_bandwidth", min_bandwidth, 0, 1, "the least bandwidth");
  WarmStart::describe(list, warm);
}

Tpe::Tpe(const Problem& problem, const Options& options, Rng rng)
    : space_(problem.space), fidelity_(problem.full()), options_(options), warm_(problem, options.warm), rng_(rng) {}

Request Tpe::next() {
  const Architecture arch = choose();
  asked_.insert(arch);
  return Evaluate{arch, fidelity_, 0, {}};
}

Architecture Tpe::choose() {
  if (results_.size() < static_cast<std::size_t>(options_.startup)) {
    const auto liked = warm_.next();
    return liked ? *liked : space_.random(rng_);
  }
  if (!densities_) {
    const DensityRule rule{options_.min_bandwidth, true};
    densities_ = make_density_pair(results_, space_.arity(), {options_.good_percent, 0}, rule);
  }
  const auto proposed = densities_ ? propose(*densities_, space_, options_.num_samples, rng_, asked_) : std::nullopt;
  return proposed ? *proposed : space_.random(rng_);
}

void Tpe::tell(const Trial& trial) {
  results_.add(trial.asked.arch, loss_of(trial));
  densities_.reset();
}

}  // namespace cellar
