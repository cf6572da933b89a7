#include "experiments/report/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace cellar {

double quantile(const std::vector<double>& sorted, double q) {
  const double position = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

Statistics describe(std::vector<double> values) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (values.empty()) return {0, kNone, kNone, kNone, kNone, kNone, kNone};
  std::sort(values.begin(), values.end());  // sums over sorted values do not depend on the order of runs
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double se = values.size() < 2 ? kNone : std::sqrt(squares / (n - 1) / n);
  return {values.size(),          mean, std::sqrt(squares / n), quantile(values, 0.5), quantile(values, 0.25),
          quantile(values, 0.75), se};
}

}  // namespace cellar
