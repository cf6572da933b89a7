#pragma once

#include <Eigen/Core>
#include <vector>

namespace cellar {

// Accuracies [%] as a model learns them: mean 0, standard deviation 1 (0 where all are the same).
Eigen::VectorXd standardized(const std::vector<double>& accuracies);

}  // namespace cellar
