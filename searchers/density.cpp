#include "searchers/density.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/errors.hpp"

namespace cellar {

namespace {

struct CodeSummary {
  int levels = 0;        // different codes
  double deviation = 0;  // population
};

CodeSummary summarise(const std::vector<Architecture>& rows, std::size_t choice) {
  std::array<int, 256> counts{};
  for (const Architecture& row : rows) ++counts[row[choice]];
  CodeSummary summary;
  double sum = 0;
  for (std::size_t code = 0; code < counts.size(); ++code) {
    summary.levels += counts[code] > 0 ? 1 : 0;
    sum += static_cast<double>(code) * counts[code];
  }
  const double mean = sum / static_cast<double>(rows.size());
  double squares = 0;
  for (const Architecture& row : rows) squares += (row[choice] - mean) * (row[choice] - mean);
  summary.deviation = std::sqrt(squares / static_cast<double>(rows.size()));
  return summary;
}

struct Sizes {
  std::size_t least, all, good, bad;
};

Sizes sizes_of(std::size_t results, std::size_t choices, const DensitySplit& split) {
  const std::size_t least = split.least > 0 ? split.least : choices + 1;
  const auto good_percent = static_cast<std::size_t>(split.good_percent);
  const std::size_t good = std::min(results, std::max(least, good_percent * results / 100));
  const std::size_t bad = std::min(results - good, std::max(least, (100 - good_percent) * results / 100));
  return {least, results, good, bad};
}

}  // namespace

CategoricalDensity::CategoricalDensity(std::vector<Architecture> rows, std::vector<int> arity, const DensityRule& rule)
    : rows_(std::move(rows)), arity_(std::move(arity)), corrected_(rule.corrected) {
  require(!rows_.empty(), "a density needs a row");
  set_bandwidths(rule);
  codes_.reserve(rows_.size() * arity_.size());
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    for (const Architecture& row : rows_) codes_.push_back(row[choice]);
    const double h = bandwidths_[choice];
    same_.push_back(1 - h);
    different_.push_back(corrected_ && levels_[choice] == 1 ? 0 : h / (levels_[choice] - 1));
  }
}

void CategoricalDensity::set_bandwidths(const DensityRule& rule) {
  const auto choices = static_cast<double>(arity_.size());
  const double shrinking = std::pow(static_cast<double>(rows_.size()), -1 / (4 + choices));
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    const CodeSummary codes = summarise(rows_, choice);
    levels_.push_back(corrected_ ? arity_[choice] : codes.levels);
    raw_bandwidths_.push_back(1.06 * codes.deviation * shrinking);
    const double bounded = std::max(raw_bandwidths_.back(), rule.min_bandwidth);
    const double most = corrected_ ? (levels_.back() - 1.0) / levels_.back() : std::numeric_limits<double>::infinity();
    bandwidths_.push_back(std::min(bounded, most));
  }
}

double CategoricalDensity::operator()(const Architecture& arch) const {
  // Choice by choice over a block of rows, which the compiler turns into vector instructions.
  constexpr std::size_t kBlock = 64;
  std::array<double, kBlock> products;
  const std::size_t rows = rows_.size();
  double sum = 0;
  for (std::size_t begin = 0; begin < rows; begin += kBlock) {
    const std::size_t size = std::min(kBlock, rows - begin);
    std::fill_n(products.begin(), size, 1.0);
    for (std::size_t choice = 0; choice < same_.size(); ++choice) {
      const std::uint8_t* const codes = &codes_[choice * rows + begin];
      const std::uint8_t code = arch[choice];
      const double same = same_[choice];
      const double different = different_[choice];
      for (std::size_t row = 0; row < size; ++row) products[row] *= codes[row] == code ? same : different;
    }
    for (std::size_t row = 0; row < size; ++row) sum += products[row];
  }
  return sum / static_cast<double>(rows);
}

Architecture CategoricalDensity::sample(Rng& rng) const {
  Architecture arch = rows_[rng.below(static_cast<std::uint32_t>(rows_.size()))];
  for (std::size_t choice = 0; choice < arity_.size(); ++choice) {
    if (rng.uniform() < 1 - bandwidths_[choice]) continue;
    const auto values = static_cast<std::uint32_t>(arity_[choice]);
    if (!corrected_) {
      arch[choice] = static_cast<std::uint8_t>(rng.below(values));
    } else if (values > 1) {
      arch[choice] = static_cast<std::uint8_t>((arch[choice] + 1 + rng.below(values - 1)) % values);
    }
  }
  return arch;
}

void RankedResults::add(const Architecture& arch, double loss) {
  const auto place = std::upper_bound(losses_.begin(), losses_.end(), loss) - losses_.begin();
  losses_.insert(losses_.begin() + place, loss);
  archs_.insert(archs_.begin() + place, arch);
}

std::vector<Architecture> RankedResults::ranks(std::size_t first, std::size_t count) const {
  const std::size_t begin = std::min(first, archs_.size());
  const std::size_t end = std::min(begin + count, archs_.size());
  return {archs_.begin() + static_cast<std::ptrdiff_t>(begin), archs_.begin() + static_cast<std::ptrdiff_t>(end)};
}

double DensityPair::score(const Architecture& arch) const {
  constexpr double kLeast = 1e-32;
  const double bad_density = bad(arch);
  const double good_density = good(arch);
  const double numerator = bad_density > kLeast ? bad_density : kLeast;
  const double denominator = kLeast > good_density ? kLeast : good_density;  // a NaN stays
  return numerator / denominator;
}

bool has_density_pair(std::size_t results, std::size_t choices, const DensitySplit& split) {
  const Sizes sizes = sizes_of(results, choices, split);
  return sizes.all >= sizes.least && sizes.good > choices && sizes.bad > choices;
}

std::optional<DensityPair> make_density_pair(const RankedResults& results, const std::vector<int>& arity,
                                             const DensitySplit& split, const DensityRule& rule) {
  if (!has_density_pair(results.size(), arity.size(), split)) return std::nullopt;
  const Sizes sizes = sizes_of(results.size(), arity.size(), split);
  return DensityPair{CategoricalDensity(results.ranks(0, sizes.good), arity, rule),
                     CategoricalDensity(results.ranks(sizes.good, sizes.bad), arity, rule)};
}

std::optional<Architecture> propose(const DensityPair& densities, const SearchSpace& space, int samples, Rng& rng,
                                    const std::unordered_set<Architecture>& taken) {
  std::optional<Architecture> best;
  double least = std::numeric_limits<double>::infinity();
  for (int drawn = 0; drawn < samples; ++drawn) {
    const Architecture arch = densities.good.sample(rng);
    if (!space.valid(arch) || taken.contains(arch)) continue;
    const double score = densities.score(arch);
    if (!std::isfinite(score) && std::isfinite(densities.good(arch))) return arch;
    if (score < least) {
      least = score;
      best = arch;
    }
  }
  return best;
}

}  // namespace cellar
