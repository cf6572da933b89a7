#include <Eigen/LU>
#include <cmath>
#include <set>

#include "searchers/model_based/gaussian_process.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

// The textbook's formulas with dense inverses.
Prediction dense(const GaussianProcess& process, const std::vector<Architecture>& archs, Eigen::VectorXd targets,
                 const std::vector<Architecture>& asked) {
  const auto n = static_cast<Eigen::Index>(archs.size());
  targets.array() -= targets.mean();
  targets /= std::sqrt(targets.squaredNorm() / static_cast<double>(n));
  const auto between = [&](const std::vector<Architecture>& rows, const std::vector<Architecture>& columns) {
    Eigen::MatrixXd covariance(rows.size(), columns.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = 0; j < columns.size(); ++j) covariance(i, j) = process.kernel()(rows[i], columns[j]);
    }
    return covariance;
  };
  const Eigen::MatrixXd noise = Eigen::MatrixXd::Identity(n, n) * process.kernel().noise;
  const Eigen::MatrixXd inverse = (between(archs, archs) + noise).inverse();
  const double variance = targets.dot(inverse * targets) / static_cast<double>(n);
  const Eigen::MatrixXd across = between(asked, archs);
  const Eigen::MatrixXd posterior = between(asked, asked) - across * inverse * across.transpose();
  return {across * inverse * targets, (variance * posterior.diagonal()).cwiseSqrt(), targets.maxCoeff()};
}

}  // namespace

TEST_CASE("The Gaussian process that grows by rows is the dense one to 1e-9, isomorphic cells told included") {
  const Embedded embedded("cifar100");
  GaussianProcess process(embedded.space);
  Rng rng(1);
  std::vector<Architecture> archs, asked;
  for (int i = 0; i < 20; ++i) asked.push_back(embedded.space.canonical(embedded.space.random(rng)));
  Eigen::VectorXd accuracies(300);
  for (int i = 0; i < 300; ++i) {
    const Architecture arch = embedded.space.random(rng);
    accuracies[i] = *embedded.oracle.measure(arch, {12, 12}, 0, 0).values.at(0);
    archs.push_back(embedded.space.canonical(arch));
    process.append(arch, accuracies[i]);
    if (i != 3 && i % 25 != 24) continue;  // the kernel is learnt at some of these, and the factor grows in between
    process.fit();
    const Prediction ours = process.predict(asked);
    const Prediction theirs = dense(process, archs, accuracies.head(i + 1), asked);
    CHECK((ours.mean - theirs.mean).cwiseAbs().maxCoeff() < 1e-9);
    CHECK((ours.spread - theirs.spread).cwiseAbs().maxCoeff() < 1e-9);
    CHECK(ours.best == Approx(theirs.best));
  }
}

TEST_CASE("The Gaussian process learns which choices matter") {
  const ToySpace space;
  GaussianProcess process(space);
  Rng rng(2);
  for (int i = 0; i < 60; ++i) {
    const Architecture arch = space.random(rng);
    process.append(arch, 10.0 * (arch[2] * arch[2] % 3) + 0.1 * rng.normal());
    process.fit();
  }
  CHECK(process.kernel().similarity[0] > process.kernel().similarity[2]);
  CHECK(process.kernel().similarity[1] > process.kernel().similarity[2]);
}

TEST_CASE("Before anything is told the Gaussian process knows nothing") {
  const ToySpace space;
  const Prediction prediction = GaussianProcess(space).predict(std::vector<Architecture>{{0, 0, 0}, {1, 2, 3}});
  CHECK(prediction.mean.isZero());
  CHECK(prediction.spread.isOnes());
}
