#include "searchers/multi_fidelity/bohb.hpp"

#include "searchers/loss.hpp"

namespace cellar {

void Bohb::Options::describe(OptionList& list) {
  brackets.describe(list);
  list.choice("kernel", kernel, {"hpbandster", "corrected"}, "the density as HpBandSter has it, or as it is meant");
  list.integer("num_samples", num_samples, 1, 100'000, "proposals of which the best is taken");
  list.real("random_fraction", random_fraction, 0, 1, "share of uniform proposals");
  list.integer("top_n_percent", top_n_percent, 1, 99, "the share of results that are good");
  list.integer("min_points", min_points, 0, 1'000'000, "the least number of good and of bad results; 0: choices + 1");
  list.real("min_bandwidth", min_bandwidth, 0, 1, "the least bandwidth");
  list.real("bandwidth_factor", bandwidth_factor, 0, 1000, "of HpBandSter; does nothing to categorical choices");
}

Bohb::Bohb(const Problem& problem, const Options& options, Rng rng)
    : BracketSearch(problem, {BracketSchedule("bohb", problem, options.brackets), options.brackets.goes_on}, rng),
      options_(options),
      rule_{options.min_bandwidth, options.kernel == "corrected"},
      split_{options.top_n_percent, static_cast<std::size_t>(options.min_points)} {}

Architecture Bohb::choose() {
  const DensityPair* const densities = model();
  if (densities == nullptr || rng().uniform() < options_.random_fraction) return space().random(rng());
  const auto proposed = propose(*densities, space(), options_.num_samples, rng());
  return proposed ? *proposed : space().random(rng());
}

void Bohb::learn(const Trial& trial) {
  const int epochs = trial.asked.fidelity.epochs;
  if (model_epochs_ && *model_epochs_ > epochs) return;
  RankedResults& results = results_[epochs];
  results.add(trial.asked.arch, loss_of(trial));
  if (has_density_pair(results.size(), space().arity().size(), split_)) {
    model_epochs_ = epochs;
    model_.reset();
  }
}

const DensityPair* Bohb::model() {
  if (!model_epochs_) return nullptr;
  if (!model_) model_ = make_density_pair(results_[*model_epochs_], space().arity(), split_, rule_);
  return &*model_;
}

void Bohb::fill(std::span<double> values) const { values[0] = model_epochs_.value_or(0); }

}  // namespace cellar
