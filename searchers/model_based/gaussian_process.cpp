#include "searchers/model_based/gaussian_process.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/errors.hpp"
#include "searchers/model_based/targets.hpp"

namespace cellar {

namespace {

constexpr double kLeastVariance = 1e-6;  // of the function, in units of targets
constexpr std::array<double, 6> kSimilarities = {0.3, 0.5, 0.7, 0.8, 0.9, 0.97};
constexpr std::array<double, 5> kNoises = {0.003, 0.01, 0.03, 0.1, 0.3};

}  // namespace

GaussianProcess::GaussianProcess(const SearchSpace& space)
    : space_(space), kernel_{std::vector<double>(space.arity().size(), 0.8), 0.03} {}

void GaussianProcess::append(const Architecture& arch, double accuracy) {
  archs_.push_back(space_.canonical(arch));
  accuracies_.push_back(accuracy);
  grow();
}

// The factor's next row: k = K(new, old), l = L⁻¹ k, and the square root of what is left of the variance.
void GaussianProcess::grow() {
  const Eigen::Index old = size() - 1;
  if (factor_.rows() <= old) factor_.conservativeResize(2 * old + 16, 2 * old + 16);
  Eigen::VectorXd row(old);
  for (Eigen::Index i = 0; i < old; ++i) row[i] = kernel_(archs_.back(), archs_[static_cast<std::size_t>(i)]);
  factor_.topLeftCorner(old, old).triangularView<Eigen::Lower>().solveInPlace(row);
  factor_.row(old).head(old) = row.transpose();
  factor_(old, old) = std::sqrt(std::max(1 + kernel_.noise - row.squaredNorm(), kernel_.noise));
}

void GaussianProcess::fit() {
  targets_ = standardized(accuracies_);
  if (size() >= next_learning_ && size() <= kLearnable) {
    learn_kernel();
    next_learning_ = size() + size() / 2;
  }
  weights_ = targets_;
  factor().triangularView<Eigen::Lower>().solveInPlace(weights_);
  variance_ = std::max(weights_.squaredNorm() / static_cast<double>(size()), kLeastVariance);
  factor().transpose().triangularView<Eigen::Upper>().solveInPlace(weights_);
}

// ln p(targets) without its constant, maximized over the function's variance (Rasmussen and Williams, equation 5.8).
double GaussianProcess::evidence() {
  refactor();
  const Eigen::VectorXd whitened = factor().triangularView<Eigen::Lower>().solve(targets_);
  const auto n = static_cast<double>(size());
  return -0.5 * n * std::log(std::max(whitened.squaredNorm() / n, kLeastVariance)) -
         factor().diagonal().array().log().sum();
}

void GaussianProcess::refactor() {
  Eigen::MatrixXd covariance(size(), size());
  for (Eigen::Index column = 0; column < size(); ++column) {
    const Architecture& arch = archs_[static_cast<std::size_t>(column)];
    for (Eigen::Index row = column; row < size(); ++row) {
      covariance(row, column) = kernel_(arch, archs_[static_cast<std::size_t>(row)]);
    }
    covariance(column, column) += kernel_.noise;
  }
  const Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> in_place(covariance);
  require(in_place.info() == Eigen::Success, "a covariance with noise is positive definite");
  factor_.topLeftCorner(size(), size()) = covariance;
}

// Sets the parameter to the value of the grid with the highest evidence, if that is above `best`.
void GaussianProcess::improve(double& parameter, std::span<const double> grid, double& best) {
  double chosen = parameter;
  for (const double value : grid) {
    if (value == chosen) continue;
    parameter = value;
    const double found = evidence();
    if (found <= best) continue;
    best = found;
    chosen = value;
  }
  parameter = chosen;
}

void GaussianProcess::learn_kernel() {
  double best = evidence();
  improve(kernel_.noise, kNoises, best);
  for (double& similarity : kernel_.similarity) improve(similarity, kSimilarities, best);
  improve(kernel_.noise, kNoises, best);
  refactor();
}

Prediction GaussianProcess::predict(std::span<const Architecture> archs) const {
  const auto asked = static_cast<Eigen::Index>(archs.size());
  Prediction prediction{Eigen::VectorXd::Zero(asked), Eigen::VectorXd::Ones(asked), 0};
  if (archs_.empty()) return prediction;
  Eigen::MatrixXd covariance(size(), asked);
  for (Eigen::Index column = 0; column < asked; ++column) {
    const Architecture arch = space_.canonical(archs[static_cast<std::size_t>(column)]);
    for (Eigen::Index row = 0; row < size(); ++row) {
      covariance(row, column) = kernel_(arch, archs_[static_cast<std::size_t>(row)]);
    }
  }
  prediction.mean = covariance.transpose() * weights_;
  factor().triangularView<Eigen::Lower>().solveInPlace(covariance);
  const Eigen::ArrayXd left = 1 - covariance.colwise().squaredNorm().transpose().array();
  prediction.spread = (variance_ * left.max(0)).sqrt();
  prediction.best = targets_.maxCoeff();
  return prediction;
}

}  // namespace cellar
