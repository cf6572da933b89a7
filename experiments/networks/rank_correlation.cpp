#include "experiments/networks/rank_correlation.hpp"

#include <cmath>
#include <cstdint>

namespace cellar {

double kendall(const std::vector<double>& a, const std::vector<double>& b) {
  std::int64_t agree = 0, differ_a = 0, differ_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (std::isnan(a[i]) || std::isnan(b[i]) || std::isnan(a[j]) || std::isnan(b[j])) continue;
      const int in_a = (a[i] > a[j]) - (a[i] < a[j]);
      const int in_b = (b[i] > b[j]) - (b[i] < b[j]);
      agree += in_a * in_b;
      differ_a += in_a * in_a;
      differ_b += in_b * in_b;
    }
  }
  return static_cast<double>(agree) / std::sqrt(static_cast<double>(differ_a) * static_cast<double>(differ_b));
}

}  // namespace cellar
