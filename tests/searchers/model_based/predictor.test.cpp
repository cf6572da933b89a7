#include <Eigen/LU>
#include <map>
#include <set>

#include "searchers/model_based/linear_model.hpp"
#include "space/generic.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

Eigen::RowVectorXd dense(const TermFeatures& features, const Architecture& arch) {
  Eigen::RowVectorXd row = Eigen::RowVectorXd::Zero(features.columns());
  for (const auto [column, value] : features(arch)) row[column] += value;
  return row;
}

double log_flops(const SearchSpace& space, const Architecture& arch) {
  return std::log(space.features(arch, "costs")->front());
}

}  // namespace

TEST_CASE("The linear model that is updated by observation solves the normal equations to 1e-9") {
  const Embedded embedded("ImageNet16-120");
  LinearModel model(embedded.space);
  Rng rng(1);
  constexpr int kTold = 500;
  Eigen::MatrixXd rows(kTold, model.features().columns());
  Eigen::VectorXd targets(kTold);
  for (int i = 0; i < kTold; ++i) {
    const Architecture arch = embedded.space.random(rng);
    rows.row(i) = dense(model.features(), arch);
    targets[i] = *embedded.oracle.measure(arch, {12, 12}, 0, 0).values.at(0);
    model.append(arch, targets[i]);
  }
  model.fit();
  targets.array() -= targets.mean();
  targets /= std::sqrt(targets.squaredNorm() / kTold);
  const Eigen::MatrixXd precision =
      Eigen::MatrixXd::Identity(rows.cols(), rows.cols()) + rows.transpose() * rows / LinearModel::kNoise;
  const Eigen::MatrixXd covariance = precision.inverse();
  const Eigen::VectorXd weights = covariance * (model.prior() + rows.transpose() * targets / LinearModel::kNoise);
  CHECK((weights - model.weights()).cwiseAbs().maxCoeff() < 1e-9);
  for (int i = 0; i < 20; ++i) {
    const Architecture arch = embedded.space.random(rng);
    const Eigen::RowVectorXd row = dense(model.features(), arch);
    const Prediction prediction = model.predict(std::vector<Architecture>{arch});
    CHECK(prediction.mean[0] == Approx(row.dot(weights)).margin(1e-9));
    CHECK(prediction.spread[0] == Approx(std::sqrt((row * covariance * row.transpose()).value())).margin(1e-9));
  }
}

TEST_CASE("A value of a choice and a pair of values have a column each") {
  const ToySpace space;
  const TermFeatures features(space);
  CHECK(features.columns() == 1 + (2 + 3 + 4) + (2 * 3 + 2 * 4 + 3 * 4));
  std::map<Eigen::Index, int> uses;
  for (std::uint64_t code = 0; code < 24; ++code) {
    std::set<Eigen::Index> columns;
    for (const auto [column, value] : features(space.from_code(code))) columns.insert(column);
    CHECK(columns.size() == 1 + 3 + 3);
    for (const Eigen::Index column : columns) ++uses[column];
  }
  std::multiset<int> expected{24};
  for (const int pair : {2 * 3, 2 * 4, 3 * 4}) {
    for (int i = 0; i < pair; ++i) expected.insert(24 / pair);
  }
  for (const int arity : {2, 3, 4}) {
    for (int i = 0; i < arity; ++i) expected.insert(24 / arity);
  }
  std::multiset<int> found;
  for (const auto& [column, count] : uses) found.insert(count);
  CHECK(found == expected);
}

TEST_CASE("A space of very many terms gets no more columns than it may") {
  const GenericSpace space("large", std::vector<int>(32, 255));
  const TermFeatures features(space);
  CHECK(features.columns() == 1 + TermFeatures::kMostTerms);
  Rng rng(1);
  for (const auto [column, value] : features(space.random(rng))) CHECK((column >= 0 && column < features.columns()));
}

TEST_CASE("Before anything is told the predictor ranks by costs") {
  const Nb201 space;
  const LinearModel model(space);
  Rng rng(1);
  std::vector<Architecture> archs;
  for (int i = 0; i < 100; ++i) archs.push_back(space.random(rng));
  const Prediction prediction = model.predict(archs);
  for (std::size_t i = 1; i < archs.size(); ++i) {
    const auto before = space.features(archs[i - 1], "costs");
    const auto after = space.features(archs[i], "costs");
    if ((*before)[0] > (*after)[0] && (*before)[1] > (*after)[1]) {
      CHECK(prediction.mean[i - 1] > prediction.mean[i]);
    }
  }
}

TEST_CASE("The predictor begins with architectures that are dearer than random ones") {
  const Embedded embedded("cifar100");
  double first = 0;
  double random = 0;
  constexpr int kSeeds = 50;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto stream = static_cast<std::uint64_t>(seed);
    const Budget one{Budget::Unit::evaluations, 1};
    first +=
        log_flops(embedded.space, run_searcher("predictor", embedded.space, embedded.oracle, one, stream).front().arch);
    random +=
        log_flops(embedded.space, run_searcher("random", embedded.space, embedded.oracle, one, stream).front().arch);
  }
  CHECK(first / kSeeds > random / kSeeds + 0.5);
}
