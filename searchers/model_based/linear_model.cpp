#include "searchers/model_based/linear_model.hpp"

#include <algorithm>
#include <cmath>

#include "searchers/model_based/targets.hpp"

namespace cellar {

namespace {

constexpr double kCostWeight = 0.5;  // targets for a standard deviation of a cost's logarithm

double dot(const Eigen::VectorXd& vector, const SparseRow& row) {
  double sum = 0;
  for (const auto [column, value] : row) sum += value * vector[column];
  return sum;
}

Eigen::VectorXd product(const Eigen::MatrixXd& matrix, const SparseRow& row) {
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(matrix.rows());
  for (const auto [column, value] : row) sum += value * matrix.col(column);
  return sum;
}

// rowᵀ · matrix · row
double quadratic(const Eigen::MatrixXd& matrix, const SparseRow& row) {
  double sum = 0;
  for (const auto [column, value] : row) {
    double inner = 0;
    for (const auto [other, weight] : row) inner += weight * matrix(other, column);
    sum += value * inner;
  }
  return sum;
}

}  // namespace

LinearModel::LinearModel(const SearchSpace& space)
    : features_(space),
      covariance_(Eigen::MatrixXd::Identity(features_.columns(), features_.columns())),
      prior_(Eigen::VectorXd::Zero(features_.columns())) {
  for (Eigen::Index cost = 0; cost < features_.costs(); ++cost) prior_[features_.cost_column(cost)] = kCostWeight;
  weights_ = prior_;
}

void LinearModel::append(const Architecture& arch, double accuracy) {
  rows_.push_back(features_(arch));
  accuracies_.push_back(accuracy);
  const Eigen::VectorXd gain = product(covariance_, rows_.back());
  const double variance = kNoise + dot(gain, rows_.back());
  covariance_.noalias() -= (gain / variance) * gain.transpose();
}

void LinearModel::fit() {
  const Eigen::VectorXd targets = standardized(accuracies_);
  best_ = targets.maxCoeff();
  Eigen::VectorXd evidence = Eigen::VectorXd::Zero(features_.columns());
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const double surprise = targets[static_cast<Eigen::Index>(row)] - dot(prior_, rows_[row]);
    for (const auto [column, value] : rows_[row]) evidence[column] += value * surprise;
  }
  weights_ = prior_ + covariance_ * evidence / kNoise;
}

Prediction LinearModel::predict(std::span<const Architecture> archs) const {
  const auto asked = static_cast<Eigen::Index>(archs.size());
  Prediction prediction{Eigen::VectorXd(asked), Eigen::VectorXd(asked), best_};
  for (Eigen::Index i = 0; i < asked; ++i) {
    const SparseRow row = features_(archs[static_cast<std::size_t>(i)]);
    prediction.mean[i] = dot(weights_, row);
    prediction.spread[i] = std::sqrt(std::max(quadratic(covariance_, row), 0.0));
  }
  return prediction;
}

}  // namespace cellar
