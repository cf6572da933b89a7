#include "searchers/model_based/network.hpp"

#include <cmath>
#include <type_traits>

namespace cellar {

// [outputs, inputs] and [outputs] as parts of the parameters, or of a gradient.
template <class Parameters>
auto Network::weights(Parameters& of, const Layer& layer) {
  using Plain = std::conditional_t<std::is_const_v<Parameters>, const Eigen::MatrixXd, Eigen::MatrixXd>;
  return Eigen::Map<Plain>(of.data() + layer.start, layer.outputs, layer.inputs);
}

template <class Parameters>
auto Network::biases(Parameters& of, const Layer& layer) {
  return of.segment(layer.start + layer.outputs * layer.inputs, layer.outputs);
}

Network::Network(Eigen::Index inputs, const std::vector<Eigen::Index>& hidden, Rng& rng) {
  Eigen::Index size = 0;
  const auto add = [&](Eigen::Index outputs) {
    layers_.push_back({inputs, outputs, size});
    size += outputs * (inputs + 1);
    inputs = outputs;
  };
  for (const Eigen::Index width : hidden) add(width);
  add(1);
  parameters_ = first_moment_ = second_moment_ = Eigen::VectorXd::Zero(size);
  for (const Layer& layer : layers_) {
    const double bound = std::sqrt(6.0 / static_cast<double>(layer.inputs + layer.outputs));
    for (Eigen::Index i = 0; i < layer.inputs * layer.outputs; ++i) {
      parameters_[layer.start + i] = bound * (2 * rng.uniform() - 1);
    }
  }
}

// The outputs of each layer, [outputs, samples]; rectified but for the last.
std::vector<Eigen::MatrixXd> Network::activations(const Batch& batch) const {
  std::vector<Eigen::MatrixXd> outputs;
  const auto samples = static_cast<Eigen::Index>(batch.size());
  for (const Layer& layer : layers_) {
    const auto kernel = weights(parameters_, layer);
    Eigen::MatrixXd sums = biases(parameters_, layer).replicate(1, samples);
    if (outputs.empty()) {
      for (Eigen::Index sample = 0; sample < samples; ++sample) {
        for (const auto [column, value] : *batch[static_cast<std::size_t>(sample)]) {
          sums.col(sample) += value * kernel.col(column);
        }
      }
    } else {
      sums.noalias() += kernel * outputs.back();
    }
    if (&layer != &layers_.back()) sums = sums.cwiseMax(0.0);
    outputs.push_back(std::move(sums));
  }
  return outputs;
}

Eigen::VectorXd Network::predict(const Batch& batch) const { return activations(batch).back().row(0).transpose(); }

Eigen::VectorXd Network::gradient(const Batch& batch, const Eigen::VectorXd& targets) const {
  const std::vector<Eigen::MatrixXd> outputs = activations(batch);
  Eigen::VectorXd gradient = Eigen::VectorXd::Zero(parameters_.size());
  Eigen::MatrixXd error = (outputs.back() - targets.transpose()).cwiseSign() / static_cast<double>(targets.size());
  for (std::size_t depth = layers_.size(); depth-- > 0;) {
    const Layer& layer = layers_[depth];
    biases(gradient, layer) = error.rowwise().sum();
    auto slope = weights(gradient, layer);
    if (depth == 0) {
      for (Eigen::Index sample = 0; sample < error.cols(); ++sample) {
        for (const auto [column, value] : *batch[static_cast<std::size_t>(sample)]) {
          slope.col(column) += value * error.col(sample);
        }
      }
      break;
    }
    slope.noalias() = error * outputs[depth - 1].transpose();
    const Eigen::MatrixXd back = weights(parameters_, layer).transpose() * error;
    error = (outputs[depth - 1].array() > 0).select(back, 0.0);
  }
  return gradient;
}

void Network::descend(const Eigen::VectorXd& gradient, double learning_rate) {
  constexpr double kBeta1 = 0.9;
  constexpr double kBeta2 = 0.99;
  constexpr double kEpsilon = 1e-7;
  first_decay_ *= kBeta1;
  second_decay_ *= kBeta2;
  const double step = learning_rate / (1 - first_decay_) * std::sqrt(1 - second_decay_);
  first_moment_ += (1 - kBeta1) * (gradient - first_moment_);
  second_moment_ += (1 - kBeta2) * (gradient.cwiseAbs2() - second_moment_);
  parameters_.array() -= step * first_moment_.array() / (second_moment_.array().sqrt() + kEpsilon);
}

}  // namespace cellar
