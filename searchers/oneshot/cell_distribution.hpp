#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <vector>

#include "core/architecture.hpp"

namespace cellar::oneshot {

// The probabilities of whole cells where every edge chooses its operation by itself: what SETN ranks cells by (Dong and
// Yang 2019, "One-shot neural architecture search via self-evaluated template network"; AutoDL-Projects,
// search_cells.py: get_log_prob, return_topK).
class CellDistribution {
 public:
  // `log_probabilities`: [6, 5], log_softmax of the alphas. Their type is the one that sums are rounded to. An Error if
  // one is no number.
  explicit CellDistribution(const at::Tensor& log_probabilities);

  // Summed from 0, edge after edge.
  double log_probability(const Architecture& cell) const;

  struct Ranked {
    Architecture cell;
    double log_probability;
  };
  // Of all 15,625; equal ones in the order of their codes.
  std::vector<Ranked> most_probable(std::size_t count) const;

 private:
  double add(double sum, std::size_t edge, std::size_t operation) const;

  std::vector<double> values_;
  bool is_single_;  // sums have float's precision
};

}  // namespace cellar::oneshot
