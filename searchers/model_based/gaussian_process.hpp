#pragma once

#include <span>
#include <vector>

#include "core/space.hpp"
#include "searchers/model_based/surrogate.hpp"

namespace cellar {

// A covariance on architectures that counts where two differ: the product over the choices of `similarity` where they
// do, 1 where they agree. A Hamming kernel with a length scale for each choice: similarity = exp(-1 / length).
struct HammingKernel {
  std::vector<double> similarity;  // [choices], from 0 to 1
  double noise = 0.1;              // variance of the observations over that of the function

  double operator()(const Architecture& a, const Architecture& b) const {
    double product = 1;
    for (std::size_t choice = 0; choice < similarity.size(); ++choice) {
      if (a[choice] != b[choice]) product *= similarity[choice];
    }
    return product;
  }
};

// Gaussian process regression (Rasmussen and Williams 2006, algorithm 2.1) with a Hamming kernel on canonical
// architectures. The Cholesky factor grows by a row for each observation, O(n²); the kernel is chosen anew by marginal
// likelihood, coordinate by coordinate on a small grid, each time there are half as many observations more, up to
// kLearnable of them.
class GaussianProcess final : public Surrogate {
 public:
  using Factor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  static constexpr Eigen::Index kLearnable = 256;

  explicit GaussianProcess(const SearchSpace& space);

  void append(const Architecture& arch, double accuracy) override;
  void fit() override;
  Prediction predict(std::span<const Architecture> archs) const override;

  const HammingKernel& kernel() const { return kernel_; }

 private:
  Eigen::Index size() const { return static_cast<Eigen::Index>(archs_.size()); }
  auto factor() const { return factor_.topLeftCorner(size(), size()); }
  void grow();
  void learn_kernel();
  void improve(double& parameter, std::span<const double> grid, double& best);
  double evidence();
  void refactor();

  const SearchSpace& space_;
  HammingKernel kernel_;
  std::vector<Architecture> archs_;  // canonical, in the order of append()
  std::vector<double> accuracies_;   // [%]
  Factor factor_;                    // lower triangular; the leading size() rows and columns count
  Eigen::VectorXd targets_;          // standardized
  Eigen::VectorXd weights_;          // (K + noise)⁻¹ targets
  double variance_ = 1;              // of the function, in units of targets
  Eigen::Index next_learning_ = 5;   // observations
};

}  // namespace cellar
