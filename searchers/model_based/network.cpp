#include "searchers/model_based/network.hpp"

#include <cmath>
#include <type_traits>

namespace cellar {

// [outputs, inputs] and [outputs] as parts of the parameters, or of a gradient.
template <class Scalar>
template <class Parameters>
auto Network<Scalar>::weights(Parameters& of, const Layer& layer) {
  using Plain = std::conditional_t<std::is_const_v<Parameters>, const Matrix, Matrix>;
  return Eigen::Map<Plain>(of.data() + layer.start, layer.outputs, layer.inputs);
}

template <class Scalar>
template <class Parameters>
auto Network<Scalar>::biases(Parameters& of, const Layer& layer) {
  return of.segment(layer.start + layer.outputs * layer.inputs, layer.outputs);
}

template <class Scalar>
Network<Scalar>::Network(Eigen::Index inputs, const std::vector<Eigen::Index>& hidden, Rng& rng) {
  Eigen::Index size = 0;
  const auto add = [&](Eigen::Index outputs) {
    layers_.push_back({inputs, outputs, size});
    size += outputs * (inputs + 1);
    inputs = outputs;
  };
  for (const Eigen::Index width : hidden) add(width);
  add(1);
  parameters_ = first_moment_ = second_moment_ = Vector::Zero(size);
  for (const Layer& layer : layers_) {
    const double bound = std::sqrt(6.0 / static_cast<double>(layer.inputs + layer.outputs));
    for (Eigen::Index i = 0; i < layer.inputs * layer.outputs; ++i) {
      parameters_[layer.start + i] = static_cast<Scalar>(bound * (2 * rng.uniform() - 1));
    }
  }
}

// The outputs of each layer, [outputs, samples]; rectified but for the last.
template <class Scalar>
auto Network<Scalar>::activations(const Batch& batch) const -> std::vector<Matrix> {
  std::vector<Matrix> outputs;
  const auto samples = static_cast<Eigen::Index>(batch.size());
  for (const Layer& layer : layers_) {
    const auto kernel = weights(parameters_, layer);
    Matrix sums = biases(parameters_, layer).replicate(1, samples);
    if (outputs.empty()) {
      for (Eigen::Index sample = 0; sample < samples; ++sample) {
        for (const auto [column, value] : *batch[static_cast<std::size_t>(sample)]) {
          sums.col(sample) += static_cast<Scalar>(value) * kernel.col(column);
        }
      }
    } else {
      sums.noalias() += kernel * outputs.back();
    }
    if (&layer != &layers_.back()) sums = sums.cwiseMax(Scalar{0});
    outputs.push_back(std::move(sums));
  }
  return outputs;
}

template <class Scalar>
auto Network<Scalar>::predict(const Batch& batch) const -> Vector {
  return activations(batch).back().row(0).transpose();
}

template <class Scalar>
auto Network<Scalar>::gradient(const Batch& batch, const Vector& targets) const -> Vector {
  const std::vector<Matrix> outputs = activations(batch);
  Vector gradient = Vector::Zero(parameters_.size());
  Matrix error = (outputs.back() - targets.transpose()).cwiseSign() / static_cast<Scalar>(targets.size());
  for (std::size_t depth = layers_.size(); depth-- > 0;) {
    const Layer& layer = layers_[depth];
    biases(gradient, layer) = error.rowwise().sum();
    auto slope = weights(gradient, layer);
    if (depth == 0) {
      for (Eigen::Index sample = 0; sample < error.cols(); ++sample) {
        for (const auto [column, value] : *batch[static_cast<std::size_t>(sample)]) {
          slope.col(column) += static_cast<Scalar>(value) * error.col(sample);
        }
      }
      break;
    }
    slope.noalias() = error * outputs[depth - 1].transpose();
    const Matrix back = weights(parameters_, layer).transpose() * error;
    error = (outputs[depth - 1].array() > 0).select(back, Scalar{0});
  }
  return gradient;
}

template <class Scalar>
void Network<Scalar>::descend(const Vector& gradient, double learning_rate) {
  constexpr double kBeta1 = 0.9;
  constexpr double kBeta2 = 0.99;
  constexpr auto kEpsilon = static_cast<Scalar>(1e-7);
  first_decay_ *= kBeta1;
  second_decay_ *= kBeta2;
  const auto step = static_cast<Scalar>(learning_rate / (1 - first_decay_) * std::sqrt(1 - second_decay_));
  first_moment_ += static_cast<Scalar>(1 - kBeta1) * (gradient - first_moment_);
  second_moment_ += static_cast<Scalar>(1 - kBeta2) * (gradient.cwiseAbs2() - second_moment_);
  parameters_.array() -= step * first_moment_.array() / (second_moment_.array().sqrt() + kEpsilon);
}

template class Network<float>;
template class Network<double>;

}  // namespace cellar
