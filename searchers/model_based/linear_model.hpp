#pragma once

#include <vector>

#include "searchers/model_based/surrogate.hpp"
#include "searchers/model_based/term_features.hpp"

namespace cellar {

// Bayesian linear regression (Rasmussen and Williams 2006, section 2.1.1; its mean is ridge regression) on the terms of
// an architecture. The prior says that what costs more is better, so it predicts before anything is observed. The
// covariance of the weights is updated by the formula of Sherman and Morrison, so that an observation costs as much as
// the square of the columns, however many there were before.
class LinearModel final : public Surrogate {
 public:
  static constexpr double kNoise = 0.1;  // variance of an observation, in units of targets

  explicit LinearModel(const SearchSpace& space);

  void append(const Architecture& arch, double accuracy) override;
  void fit() override;
  Prediction predict(std::span<const Architecture> archs) const override;

  const TermFeatures& features() const { return features_; }
  const Eigen::VectorXd& prior() const { return prior_; }
  const Eigen::VectorXd& weights() const { return weights_; }

 private:
  TermFeatures features_;
  std::vector<SparseRow> rows_;
  std::vector<double> accuracies_;  // [%]
  Eigen::MatrixXd covariance_;      // of the weights, [columns, columns]
  Eigen::VectorXd prior_;           // mean of the weights before anything is observed
  Eigen::VectorXd weights_;         // mean of the weights
  double best_ = 0;
};

}  // namespace cellar
