#pragma once

#include <span>
#include <vector>

#include "core/random.hpp"
#include "searchers/model_based/sparse_row.hpp"

namespace cellar {

// A fully connected network with rectified linear units and one output, trained by Adam (Kingma and Ba 2015) on the
// mean absolute error. Weights begin uniform as of Glorot and Bengio 2010, biases at zero. The first layer takes sparse
// inputs, so its cost is that of their entries.
class Network {
 public:
  using Batch = std::vector<const SparseRow*>;

  // `hidden`: the widths of the layers between inputs and output, at least one.
  Network(Eigen::Index inputs, const std::vector<Eigen::Index>& hidden, Rng& rng);

  Eigen::VectorXd predict(const Batch& batch) const;

  // Of the mean absolute error on the batch with respect to the parameters.
  Eigen::VectorXd gradient(const Batch& batch, const Eigen::VectorXd& targets) const;

  // One step of Adam.
  void descend(const Eigen::VectorXd& gradient, double learning_rate);

  // All weights and biases, layer by layer.
  const Eigen::VectorXd& parameters() const { return parameters_; }
  void set_parameters(const Eigen::VectorXd& parameters) { parameters_ = parameters; }

 private:
  struct Layer {
    Eigen::Index inputs, outputs;
    Eigen::Index start;  // of its weights [outputs, inputs] in the parameters, then its biases [outputs]
  };

  template <class Parameters>
  static auto weights(Parameters& of, const Layer& layer);
  template <class Parameters>
  static auto biases(Parameters& of, const Layer& layer);
  std::vector<Eigen::MatrixXd> activations(const Batch& batch) const;

  std::vector<Layer> layers_;
  Eigen::VectorXd parameters_;
  Eigen::VectorXd first_moment_;
  Eigen::VectorXd second_moment_;
  double first_decay_ = 1;   // β₁ᵗ
  double second_decay_ = 1;  // β₂ᵗ
};

}  // namespace cellar
