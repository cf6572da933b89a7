#pragma once

#include <vector>

namespace cellar {

// Kendall's tau-b of two series of equal length: the share of pairs in the same order less that in the other, equal
// values counted as in neither. Pairs with a NaN are left out. Takes time in the square of the length.
double kendall(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace cellar
