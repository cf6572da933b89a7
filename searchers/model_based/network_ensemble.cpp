#include "searchers/model_based/network_ensemble.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "searchers/model_based/targets.hpp"

namespace cellar {

NetworkEnsemble::NetworkEnsemble(Encoding encoding, Shape shape, Rng rng)
    : encoding_(std::move(encoding)), shape_(std::move(shape)), rng_(rng) {}

void NetworkEnsemble::append(const Architecture& arch, double accuracy) {
  rows_.push_back(encoding_.encode(arch));
  accuracies_.push_back(accuracy);
}

void NetworkEnsemble::fit() {
  const Eigen::VectorXd targets = standardized(accuracies_);
  best_ = targets.maxCoeff();
  networks_.clear();
  for (int i = 0; i < shape_.networks; ++i) {
    networks_.emplace_back(encoding_.inputs, shape_.hidden, rng_);
    train(networks_.back(), targets);
  }
}

void NetworkEnsemble::train(Network& network, const Eigen::VectorXd& targets) {
  constexpr std::size_t kBatch = 32;
  std::vector<std::size_t> order(rows_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  int steps = 0;
  for (int epoch = 0; epoch < shape_.epochs || steps < shape_.least_steps; ++epoch) {
    rng_.shuffle(order);
    for (std::size_t start = 0; start < order.size(); start += kBatch, ++steps) {
      if (epoch >= shape_.epochs && steps == shape_.least_steps) return;
      const std::size_t size = std::min(kBatch, order.size() - start);
      Network::Batch batch(size);
      Eigen::VectorXd wanted(static_cast<Eigen::Index>(size));
      for (std::size_t i = 0; i < size; ++i) {
        batch[i] = &rows_[order[start + i]];
        wanted[static_cast<Eigen::Index>(i)] = targets[static_cast<Eigen::Index>(order[start + i])];
      }
      network.descend(network.gradient(batch, wanted), shape_.learning_rate);
    }
  }
}

Prediction NetworkEnsemble::predict(std::span<const Architecture> archs) const {
  const auto asked = static_cast<Eigen::Index>(archs.size());
  if (networks_.empty()) return {Eigen::VectorXd::Zero(asked), Eigen::VectorXd::Ones(asked), 0};
  std::vector<SparseRow> rows;
  for (const Architecture& arch : archs) rows.push_back(encoding_.encode(arch));
  Network::Batch batch;
  for (const SparseRow& row : rows) batch.push_back(&row);
  const auto count = static_cast<Eigen::Index>(networks_.size());
  Eigen::MatrixXd outputs(asked, count);
  for (Eigen::Index i = 0; i < count; ++i) {
    outputs.col(i) = networks_[static_cast<std::size_t>(i)].predict(batch);
  }
  const Eigen::VectorXd mean = outputs.rowwise().mean();
  return {mean, ((outputs.colwise() - mean).rowwise().squaredNorm() / static_cast<double>(count)).cwiseSqrt(), best_};
}

}  // namespace cellar
