#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/options.hpp"
#include "searchers/density.hpp"
#include "searchers/multi_fidelity/bracket_search.hpp"

namespace cellar {

// BOHB: Hyperband whose new architectures come from where the good results of the longest training so far lie denser
// than the bad ones.
// Source: Falkner, Klein and Hutter 2018, "BOHB", algorithm 2, exactly as HpBandSter does it
// (optimizers/config_generators/bohb.py) with the options of NATS-Bench's exps/NATS-algos/bohb.py.
//
// What is odd in HpBandSter, kept by kernel=hpbandster, and what published results of BOHB on NAS-Bench-201 and
// NATS-Bench therefore depend on:
// - Bandwidths have no upper bound. With five operations they are mostly above 1 until a hundred results are there;
//   1 - h is then negative, the kernel repels its own rows, and every choice is drawn anew. Early BOHB is near random.
// - Bandwidths come from the spread of the operations' numbers, so the results depend on the order of their names.
// - Only values that occur count as levels. Where a single one occurs the density divides by zero, and a proposal whose
//   score is not finite is taken at once.
// - A result of a shorter training than the largest model's is dropped before it is stored.
// - bandwidth_factor does nothing to categorical choices.
// kernel=corrected: as many levels as the space has, bandwidths of at most (c - 1) / c, proposals from that kernel.
class Bohb final : public BracketSearch {
 public:
  struct Options {
    BracketOptions brackets;
    std::string kernel = "hpbandster";
    int num_samples = 4;
    double random_fraction = 0;
    int top_n_percent = 15;
    int min_points = 0;
    double min_bandwidth = 0.3;
    double bandwidth_factor = 3;
    void describe(OptionList& list);
  };

  Bohb(const Problem& problem, const Options& options, Rng rng);

  std::vector<std::string> columns() const override { return {"model_epochs"}; }
  void fill(std::span<double> values) const override;

 private:
  Architecture choose() override;
  void learn(const Trial& trial) override;
  const DensityPair* model();

  Options options_;
  DensityRule rule_;
  DensitySplit split_;
  std::map<int, RankedResults> results_;  // by epochs
  std::optional<int> model_epochs_;       // of the largest model
  std::optional<DensityPair> model_;      // kept until a result of its epochs comes
};

}  // namespace cellar
