#include "searchers/model_based/targets.hpp"

#include <cmath>

namespace cellar {

Eigen::VectorXd standardized(const std::vector<double>& accuracies) {
  const auto count = static_cast<Eigen::Index>(accuracies.size());
  Eigen::VectorXd targets = Eigen::Map<const Eigen::VectorXd>(accuracies.data(), count);
  targets.array() -= targets.mean();
  const double deviation = std::sqrt(targets.squaredNorm() / static_cast<double>(count));
  if (deviation > 0) targets /= deviation;
  return targets;
}

}  // namespace cellar
