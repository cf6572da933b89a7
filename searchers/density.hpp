#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_set>
#include <vector>

#include "core/architecture.hpp"
#include "core/random.hpp"
#include "core/space.hpp"

namespace cellar {

// How a density over categorical choices is estimated.
struct DensityRule {
  double min_bandwidth = 0.3;
  // HpBandSter's kernel counts as levels of a choice only the values that occur, takes bandwidths without an upper
  // bound, so that 1 - h may be negative, and divides by zero where one value occurs. Corrected: the space's levels,
  // and bandwidths of at most (c - 1) / c, where all values are equally likely.
  bool corrected = false;
};

// A kernel density estimate over architectures: p(x) = 1/n sum_i prod_j k_j(x_j, x_ij), with the kernel of Aitchison
// and Aitken (1976): k = 1 - h if equal, else h / (c - 1), c the number of levels. The bandwidth of choice j is the
// normal reference rule on the values' codes, 1.06 s n^(-1/(4 + d)), s their population deviation, as statsmodels'
// KDEMultivariate with bw="normal_reference", which HpBandSter uses.
class CategoricalDensity {
 public:
  // rows: at least one. arity: of the space.
  CategoricalDensity(std::vector<Architecture> rows, std::vector<int> arity, const DensityRule& rule);

  // Of HpBandSter's kernel it may be negative, infinite or NaN.
  double operator()(const Architecture& arch) const;

  // Around a row that is picked uniformly: HpBandSter's way (keep a value with probability 1 - h, else draw one of all
  // values, the same one too), or, corrected, from the kernel itself.
  Architecture sample(Rng& rng) const;

  std::size_t size() const { return rows_.size(); }
  const std::vector<int>& levels() const { return levels_; }
  const std::vector<double>& raw_bandwidths() const { return raw_bandwidths_; }
  const std::vector<double>& bandwidths() const { return bandwidths_; }

 private:
  void set_bandwidths(const DensityRule& rule);

  std::vector<Architecture> rows_;
  std::vector<std::uint8_t> codes_;  // [choices, rows]
  std::vector<int> arity_;
  bool corrected_;
  std::vector<int> levels_;               // by choice
  std::vector<double> raw_bandwidths_;    // by choice, before they are bounded
  std::vector<double> bandwidths_;        // by choice
  std::vector<double> same_, different_;  // by choice: the kernel's two values
};

// Results in order of loss, the earlier of equals first.
class RankedResults {
 public:
  void add(const Architecture& arch, double loss);
  std::size_t size() const { return losses_.size(); }
  // The architectures of the ranks first … first + count - 1, or as many as there are.
  std::vector<Architecture> ranks(std::size_t first, std::size_t count) const;

 private:
  std::vector<double> losses_;
  std::vector<Architecture> archs_;
};

// Where the good results are and where the bad ones: the two densities of Bergstra et al. 2011 (TPE) and of BOHB.
struct DensityPair {
  CategoricalDensity good, bad;

  // What is minimised: max(1e-32, bad(x)) / max(good(x), 1e-32), where a NaN counts as HpBandSter's Python counts it.
  double score(const Architecture& arch) const;
};

// How n results are split: good are the best `good_percent`, but at least `least`; bad the next (100 - good_percent)
// per cent, but at least `least` or all that are left. None where good or bad have no more rows than choices.
struct DensitySplit {
  int good_percent = 15;
  std::size_t least = 0;  // 0: one more than choices
};
bool has_density_pair(std::size_t results, std::size_t choices, const DensitySplit& split);
std::optional<DensityPair> make_density_pair(const RankedResults& results, const std::vector<int>& arity,
                                             const DensitySplit& split, const DensityRule& rule);

// The best of `samples` draws from the good density by the pair's score, those in `taken` left out, and those that are
// not valid. HpBandSter's way
// with a score that is not finite: that draw is taken at once if its good density is finite. None where no score is a
// number.
std::optional<Architecture> propose(const DensityPair& densities, const SearchSpace& space, int samples, Rng& rng,
                                    const std::unordered_set<Architecture>& taken = {});

}  // namespace cellar
