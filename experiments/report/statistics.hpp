#pragma once

#include <cstddef>
#include <vector>

namespace cellar {

// What summaries say of one figure over runs. NaN where there are too few values: all of them without any, se with one.
struct Statistics {
  std::size_t count = 0;
  double mean;
  double sd;      // over n (ddof 0), as the original's np.std
  double median;  // the quantiles interpolate linearly between order statistics, as numpy's default
  double q25;
  double q75;
  double se;  // of the mean: sd over n - 1, divided by sqrt(n)
};

// NaN values must have been taken out.
Statistics describe(std::vector<double> values);

// `sorted` is ascending and not empty, 0 <= q <= 1.
double quantile(const std::vector<double>& sorted, double q);

}  // namespace cellar
