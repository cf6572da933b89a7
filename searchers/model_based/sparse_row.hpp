#pragma once

#include <Eigen/Core>
#include <vector>

namespace cellar {

// A vector of features by its entries that are not zero.
struct SparseEntry {
  Eigen::Index column;
  double value;
};
using SparseRow = std::vector<SparseEntry>;

}  // namespace cellar
