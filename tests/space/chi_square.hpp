#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cellar::test {

// Pearson's statistic of counts against probabilities, as a standard normal deviate (Wilson and Hilferty 1931): beyond
// 4 the counts are not drawn with these probabilities. A count where the probability is zero is infinitely far.
inline double chi_square_deviate(const std::vector<std::uint64_t>& counts, const std::vector<double>& probabilities) {
  double draws = 0;
  for (const std::uint64_t count : counts) draws += static_cast<double>(count);
  double statistic = 0;
  double freedom = -1;
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    const double expected = draws * probabilities.at(bin);
    if (expected == 0 && counts[bin] > 0) return INFINITY;
    if (expected == 0) continue;
    const double difference = static_cast<double>(counts[bin]) - expected;
    statistic += difference * difference / expected;
    freedom += 1;
  }
  const double spread = 2.0 / (9.0 * freedom);
  return (std::cbrt(statistic / freedom) - (1.0 - spread)) / std::sqrt(spread);
}

inline double chi_square_deviate(const std::vector<std::uint64_t>& counts) {
  return chi_square_deviate(counts, std::vector<double>(counts.size(), 1.0 / static_cast<double>(counts.size())));
}

}  // namespace cellar::test
