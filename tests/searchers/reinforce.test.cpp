#include "searchers/reinforce.hpp"

#include <cmath>
#include <cstdio>

#include "experiments/checks/checks.hpp"
#include "searchers/categorical_policy.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

// Σ -advantage · ln p in double precision, straight from the definition.
double loss(const std::vector<std::vector<double>>& logits, const Architecture& arch, double advantage) {
  double sum = 0;
  for (std::size_t choice = 0; choice < logits.size(); ++choice) {
    double total = 0;
    for (const double logit : logits[choice]) total += std::exp(logit);
    sum -= advantage * (logits[choice][arch[choice]] - std::log(total));
  }
  return sum;
}

}  // namespace

TEST_CASE("The policy gradient makes the original's numbers step by step") {
  const auto file = reference("data/reinforce_steps.json");
  if (file.empty()) return;
  CHECK(check_reinforce_steps(file.string(), *open_table(CELLAR_TABLES_DIR "/nb201.table")) == 0);
}

TEST_CASE("The policy gradient is the numerical derivative of its loss, where choices differ in arity, too") {
  const std::vector<std::vector<double>> logits = {{0.3, -1.2}, {0.1, 0.2, 2.0, -0.5}, {1.0, 0.0, 0.5}};
  CategoricalPolicy::Logits matrix = CategoricalPolicy::Logits::Constant(3, 4, -INFINITY);
  for (int choice = 0; choice < 3; ++choice) {
    for (std::size_t value = 0; value < logits[choice].size(); ++value) {
      matrix(choice, static_cast<Eigen::Index>(value)) = static_cast<float>(logits[choice][value]);
    }
  }
  const CategoricalPolicy policy(matrix, 0.01);
  const Architecture arch = {1, 2, 0};
  const auto gradient = policy.gradient(arch, 1.7);
  for (std::size_t choice = 0; choice < 3; ++choice) {
    for (std::size_t value = 0; value < logits[choice].size(); ++value) {
      auto up = logits;
      auto down = logits;
      up[choice][value] += 1e-5;
      down[choice][value] -= 1e-5;
      const double numerical = (loss(up, arch, 1.7) - loss(down, arch, 1.7)) / 2e-5;
      CHECK(gradient(static_cast<Eigen::Index>(choice), static_cast<Eigen::Index>(value)) ==
            Approx(numerical).margin(1e-5));
    }
  }
}

TEST_CASE("Sampling follows the probabilities and never draws a value that a choice lacks") {
  CategoricalPolicy::Logits logits(2, 3);
  logits << 0.0F, std::log(2.0F), std::log(7.0F), std::log(3.0F), 0.0F, -INFINITY;
  const CategoricalPolicy policy(logits, 0.01);
  Rng rng(1);
  int counts[2][3] = {};
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const Architecture arch = policy.sample(rng);
    ++counts[0][arch[0]];
    ++counts[1][arch[1]];
  }
  CHECK(counts[0][0] == Approx(0.1 * kDraws).margin(500));
  CHECK(counts[0][1] == Approx(0.2 * kDraws).margin(700));
  CHECK(counts[1][0] == Approx(0.75 * kDraws).margin(700));
  CHECK(counts[1][2] == 0);
}

TEST_CASE("The moving average begins at its first value and forgets with its momentum") {
  MovingAverage average(0.9);
  average.update(50);
  CHECK(average.value() == Approx(50));
  average.update(60);
  CHECK(average.value() == Approx((0.9 * 5 + 0.1 * 60) / (0.9 * 0.1 + 0.1)));
}

TEST_CASE("REINFORCE learns the better value of a choice") {
  struct Coin final : SearchSpace {
    Coin() : SearchSpace({2, 3}) {}
    std::string name() const override { return "coin"; }
  };
  struct Heads final : Oracle {
    std::vector<Fidelity> levels = {{12, 12}};
    const std::vector<Fidelity>& fidelities() const override { return levels; }
    Measurement measure(const Architecture& arch, Fidelity, int, std::uint64_t) const override {
      return {arch[0] == 1 ? 90.0 : 10.0, 1.0};
    }
  };
  const auto rows = run_searcher("reinforce(learning_rate=0.1)", Coin(), Heads(), {Budget::Unit::evaluations, 500}, 1);
  int heads = 0;
  for (std::size_t i = 400; i < 500; ++i) heads += rows[i].arch[0];
  CHECK(heads > 95);
}
