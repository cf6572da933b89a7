#pragma once

#include <algorithm>
#include <vector>

#include "core/space.hpp"
#include "searchers/model_based/sparse_row.hpp"

namespace cellar {

// An architecture as the few columns that are not zero in a linear model with interactions: a constant, a term for the
// value of each choice, a term for the values of each pair of choices, and the logarithms of the space's "costs" where
// it has them. Terms are scaled for weights whose prior variance is 1. Where the terms are more than kMostTerms, they
// share columns by hash. The terms are those of the canonical architecture; the costs are standardized over random
// architectures.
class TermFeatures {
 public:
  static constexpr Eigen::Index kMostTerms = 1024;

  explicit TermFeatures(const SearchSpace& space);

  SparseRow operator()(const Architecture& arch) const;

  Eigen::Index columns() const { return 1 + costs() + std::min(terms_, kMostTerms); }
  Eigen::Index costs() const { return static_cast<Eigen::Index>(costs_.size()); }
  Eigen::Index cost_column(Eigen::Index cost) const { return 1 + cost; }

 private:
  struct Scaling {
    double mean, deviation;  // of the logarithm
  };

  void scale_costs();
  std::vector<double> logarithms(const Architecture& arch) const;
  Eigen::Index term_column(Eigen::Index term) const;

  const SearchSpace& space_;
  Eigen::Index terms_ = 0;
  double single_scale_ = 1;
  double pair_scale_ = 0;
  std::vector<Scaling> costs_;
};

}  // namespace cellar
