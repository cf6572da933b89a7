#include "searchers/model_based/surrogate_search.hpp"

#include <cmath>
#include <set>

#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

const char* const kModelBased[] = {"gp", "predictor", "bananas"};

}  // namespace

TEST_CASE("Model-based searchers ask nothing twice until the whole space is known, then go on at random") {
  const ToySpace space;
  const ToyOracle oracle([](const Architecture& arch, Fidelity, int, std::uint64_t) {
    Measurement measured{10.0 * arch[0] + arch[1] + arch[2], 1.0 + arch[1]};
    if (arch[2] == 1) measured.values = Values();
    return measured;
  });
  for (const std::string searcher : kModelBased) {
    for (const int workers : {1, 4, 16}) {
      INFO(searcher << " with " << workers << " workers");
      auto rows = run_searcher(searcher, space, oracle, {Budget::Unit::evaluations, 40}, 1, workers);
      REQUIRE(rows.size() == 40);
      std::set<Architecture> seen;
      for (const TraceRow& row : rows) {
        if (row.trial < 24) seen.insert(row.arch);
      }
      CHECK(seen.size() == 24);
    }
  }
}

TEST_CASE("Model-based searchers live through a space where every training fails") {
  const ToySpace space;
  const ToyOracle oracle([](const Architecture&, Fidelity, int, std::uint64_t) { return Measurement{{}, 1.0}; });
  for (const std::string searcher : kModelBased) {
    CHECK(run_searcher(searcher, space, oracle, {Budget::Unit::evaluations, 50}, 1).size() == 50);
  }
}

TEST_CASE("Model-based searchers find the best of a smooth space in a fifth of it") {
  const Nb201 space;
  const ToyOracle oracle([](const Architecture& arch, Fidelity, int, std::uint64_t) {
    double sum = 0;
    for (const std::uint8_t choice : arch.choices()) sum += choice;
    return Measurement{sum, 1.0};
  });
  for (const std::string searcher : kModelBased) {
    INFO(searcher);
    const auto rows = run_searcher(searcher, space, oracle, {Budget::Unit::evaluations, 100}, 1);
    CHECK(*incumbent_of(rows) == Architecture{4, 4, 4, 4, 4, 4});
  }
}

TEST_CASE("Expected improvement is the integral of what is above the best") {
  const Prediction prediction{Eigen::Vector3d(-0.5, 0.3, 2), Eigen::Vector3d(1.5, 0.2, 0), 0.4};
  Rng rng(1);
  const Eigen::VectorXd scores = score(Acquisition::ei, prediction, rng);
  for (Eigen::Index i = 0; i < 2; ++i) {
    double integral = 0;
    constexpr double kStep = 1e-4;
    for (double z = -8; z < 8; z += kStep) {
      const double gain = prediction.mean[i] + prediction.spread[i] * z - prediction.best;
      integral += std::max(gain, 0.0) * std::exp(-z * z / 2) / std::sqrt(2 * M_PI) * kStep;
    }
    CHECK(scores[i] == Approx(integral).epsilon(1e-4));
  }
  CHECK(scores[2] == Approx(1.6));
}

TEST_CASE("Thompson sampling draws with the predicted mean and spread") {
  constexpr int kDraws = 20'000;
  const Prediction prediction{Eigen::VectorXd::Constant(kDraws, 3.0), Eigen::VectorXd::Constant(kDraws, 0.5), 0};
  Rng rng(1);
  const Eigen::VectorXd scores = score(Acquisition::its, prediction, rng);
  CHECK(std::abs(scores.mean() - 3) < 0.02);
  CHECK(std::abs((scores.array() - scores.mean()).square().mean() - 0.25) < 0.01);
}
