#include <cmath>

#include "core/errors.hpp"
#include "searchers/model_based/network_ensemble.hpp"
#include "space/nats_size.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

struct Sample {
  std::vector<SparseRow> rows;
  Network::Batch batch;
  Eigen::VectorXd targets;
};

Sample random_sample(Eigen::Index inputs, int size, Rng& rng) {
  Sample sample;
  sample.targets.resize(size);
  for (int i = 0; i < size; ++i) {
    SparseRow row;
    for (Eigen::Index column = 0; column < inputs; ++column) {
      if (rng.below(2) == 0) row.push_back({column, rng.normal()});
    }
    sample.rows.push_back(row);
    sample.targets[i] = rng.normal();
  }
  for (const SparseRow& row : sample.rows) sample.batch.push_back(&row);
  return sample;
}

double loss(const Network& network, const Sample& sample) {
  return (network.predict(sample.batch) - sample.targets).cwiseAbs().mean();
}

}  // namespace

TEST_CASE("The gradient of a network is that of finite differences, for small and for paper's shapes") {
  for (const std::vector<Eigen::Index>& hidden :
       {std::vector<Eigen::Index>{5}, std::vector<Eigen::Index>{16, 16}, std::vector<Eigen::Index>(10, 20)}) {
    Rng rng(7);
    const Sample sample = random_sample(6, 9, rng);
    Network network(6, hidden, rng);
    Eigen::VectorXd start = network.parameters();
    for (double& parameter : start) parameter += 0.1 * rng.normal();  // off the kinks that biases of zero make
    network.set_parameters(start);
    const Eigen::VectorXd gradient = network.gradient(sample.batch, sample.targets);
    CHECK(gradient.norm() > 1e-3);
    double largest = 0;
    constexpr double kStep = 1e-7;
    for (Eigen::Index i = 0; i < start.size(); ++i) {
      Eigen::VectorXd moved = start;
      moved[i] += kStep;
      network.set_parameters(moved);
      const double above = loss(network, sample);
      moved[i] -= 2 * kStep;
      network.set_parameters(moved);
      largest = std::max(largest, std::abs((above - loss(network, sample)) / (2 * kStep) - gradient[i]));
    }
    CHECK(largest < 1e-6);
  }
}

TEST_CASE("Adam's first step moves each parameter by the learning rate against its gradient") {
  Rng rng(3);
  const Sample sample = random_sample(4, 8, rng);
  Network network(4, {5}, rng);
  const Eigen::VectorXd before = network.parameters();
  const Eigen::VectorXd gradient = network.gradient(sample.batch, sample.targets);
  network.descend(gradient, 0.01);
  for (Eigen::Index i = 0; i < before.size(); ++i) {
    if (std::abs(gradient[i]) < 1e-2) continue;
    CHECK(network.parameters()[i] - before[i] == Approx(gradient[i] > 0 ? -0.01 : 0.01).epsilon(1e-3));
  }
}

TEST_CASE("An ensemble learns an accuracy that its encoding tells, and spreads most far from what it has seen") {
  const Nb201 space;
  NetworkEnsemble ensemble(*path_encoding(space), {5, {16, 16}, 0.01, 5, 400}, Rng(1));
  Rng rng(2);
  std::vector<Architecture> archs;
  const auto accuracy = [](const Architecture& arch) { return 50.0 + 10 * (arch[3] == 2) + 5 * (arch[0] == 3); };
  for (int i = 0; i < 300; ++i) archs.push_back(space.canonical(space.random(rng)));
  for (int i = 0; i < 200; ++i) ensemble.append(archs[static_cast<std::size_t>(i)], accuracy(archs[i]));
  ensemble.fit();
  const Prediction prediction = ensemble.predict(archs);
  double product = 0;
  double squares = 0;
  double wanted_squares = 0;
  double mean = 0;
  for (int i = 200; i < 300; ++i) mean += accuracy(archs[i]) / 100;
  const double predicted_mean = prediction.mean.tail(100).mean();
  for (int i = 200; i < 300; ++i) {
    product += (prediction.mean[i] - predicted_mean) * (accuracy(archs[i]) - mean);
    squares += std::pow(prediction.mean[i] - predicted_mean, 2);
    wanted_squares += std::pow(accuracy(archs[i]) - mean, 2);
  }
  CHECK(product / std::sqrt(squares * wanted_squares) > 0.8);
  CHECK(prediction.spread.tail(100).mean() > prediction.spread.head(200).mean());
}

TEST_CASE("One-hot rows have a one for each choice, path rows the ones of the space's features") {
  const ToySpace toy;
  const Encoding onehot = one_hot_encoding(toy);
  CHECK(onehot.inputs == 9);
  const SparseRow row = onehot.encode({1, 0, 3});
  REQUIRE(row.size() == 3);
  CHECK((row[0].column == 1 && row[1].column == 2 && row[2].column == 8));
  CHECK_FALSE(path_encoding(toy));
  const Nb201 space;
  const Encoding paths = *path_encoding(space);
  CHECK(paths.inputs == 155);
  Rng rng(1);
  for (int i = 0; i < 100; ++i) {
    const Architecture cell = space.random(rng);
    Eigen::VectorXd dense = Eigen::VectorXd::Zero(155);
    for (const auto [column, value] : paths.encode(cell)) dense[column] = value;
    const std::vector<double> features = *space.features(space.canonical(cell), "paths");
    CHECK(dense == Eigen::Map<const Eigen::VectorXd>(features.data(), 155));
  }
}

TEST_CASE("Bananas refuses a space without path encoding only if paths are asked for") {
  const NatsSize space;
  const ToyOracle oracle([](const Architecture&, Fidelity, int, std::uint64_t) { return Measurement{50.0, 1.0}; });
  const Budget budget{Budget::Unit::evaluations, 12};
  CHECK(run_searcher("bananas", space, oracle, budget, 1).size() == 12);
  CHECK(run_searcher("bananas(encoding=onehot)", space, oracle, budget, 1).size() == 12);
  CHECK_THROWS_WITH(run_searcher("bananas(encoding=paths)", space, oracle, budget, 1),
                    ContainsSubstring("needs a space with a path encoding") && ContainsSubstring(space.name()) &&
                        ContainsSubstring("encoding=onehot"));
}

TEST_CASE("The paper's networks run") {
  const Embedded embedded("cifar100");
  const Budget budget{Budget::Unit::evaluations, 30};
  CHECK(run_searcher("bananas(network=paper)", embedded.space, embedded.oracle, budget, 1).size() == 30);
}
