#include "searchers/model_based/term_features.hpp"

#include <algorithm>
#include <cmath>

namespace cellar {

namespace {

// Prior variances of accuracy, in units of its own variance over the architectures told.
constexpr double kConstantVariance = 4;
constexpr double kSingleVariance = 2;
constexpr double kPairVariance = 1;

}  // namespace

TermFeatures::TermFeatures(const SearchSpace& space) : space_(space) {
  const auto choices = static_cast<double>(space.arity().size());
  single_scale_ = std::sqrt(kSingleVariance / choices);
  if (choices > 1) pair_scale_ = std::sqrt(kPairVariance / (choices * (choices - 1) / 2));
  Eigen::Index before = 0;
  for (const int arity : space.arity()) {
    terms_ += arity + arity * before;
    before += arity;
  }
  scale_costs();
}

void TermFeatures::scale_costs() {
  constexpr int kSamples = 256;
  Rng rng(0);
  std::vector<double> sums, squares;
  for (int drawn = 0; drawn < kSamples; ++drawn) {
    const std::vector<double> logs = logarithms(space_.random(rng));
    sums.resize(logs.size());
    squares.resize(logs.size());
    for (std::size_t cost = 0; cost < logs.size(); ++cost) {
      sums[cost] += logs[cost] / kSamples;
      squares[cost] += logs[cost] * logs[cost] / kSamples;
    }
  }
  for (std::size_t cost = 0; cost < sums.size(); ++cost) {
    const double variance = squares[cost] - sums[cost] * sums[cost];
    costs_.push_back({sums[cost], variance > 1e-12 ? std::sqrt(variance) : 1.0});
  }
}

std::vector<double> TermFeatures::logarithms(const Architecture& arch) const {
  std::vector<double> logs = space_.features(arch, "costs").value_or(std::vector<double>{});
  constexpr double kLeast = 1e-6;  // [M], for what costs nothing
  for (double& cost : logs) cost = std::log(std::max(cost, kLeast));
  return logs;
}

Eigen::Index TermFeatures::term_column(Eigen::Index term) const {
  const Eigen::Index first = 1 + costs();
  if (terms_ <= kMostTerms) return first + term;
  return first + static_cast<Eigen::Index>(mix64(static_cast<std::uint64_t>(term)) % kMostTerms);
}

SparseRow TermFeatures::operator()(const Architecture& arch) const {
  SparseRow entries{{0, std::sqrt(kConstantVariance)}};
  const std::vector<double> logs = costs_.empty() ? std::vector<double>{} : logarithms(arch);
  for (std::size_t cost = 0; cost < logs.size(); ++cost) {
    const auto [mean, deviation] = costs_[cost];
    entries.push_back({cost_column(static_cast<Eigen::Index>(cost)), (logs[cost] - mean) / deviation});
  }
  const Architecture same = space_.canonical(arch);
  const std::vector<int>& arity = space_.arity();
  Eigen::Index term = 0;
  for (std::size_t choice = 0; choice < arity.size(); ++choice) {
    const Eigen::Index value = same[choice];
    entries.push_back({term_column(term + value), single_scale_});
    term += arity[choice];
    for (std::size_t earlier = 0; earlier < choice; ++earlier) {
      const Eigen::Index values = arity[earlier];
      entries.push_back({term_column(term + value * values + same[earlier]), pair_scale_});
      term += arity[choice] * values;
    }
  }
  return entries;
}

}  // namespace cellar
