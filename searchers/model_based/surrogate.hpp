#pragma once

#include <Eigen/Core>
#include <span>

#include "core/architecture.hpp"

namespace cellar {

// What a surrogate says about some architectures, in a scale of its own, larger is better.
struct Prediction {
  Eigen::VectorXd mean;    // [architectures]
  Eigen::VectorXd spread;  // [architectures] standard deviations
  double best = 0;         // the best observation in the same scale; of no meaning before there is one
};

// A model of accuracy that is learnt from trials and asked about architectures that have not been tried.
class Surrogate {
 public:
  virtual ~Surrogate() = default;

  // One more observation [%].
  virtual void append(const Architecture& arch, double accuracy) = 0;
  // Takes in what has been appended. Called before predict() whenever there is something new.
  virtual void fit() = 0;
  virtual Prediction predict(std::span<const Architecture> archs) const = 0;
};

}  // namespace cellar
