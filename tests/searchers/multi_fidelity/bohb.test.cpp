#include "searchers/multi_fidelity/bohb.hpp"

#include <cmath>

#include "core/table/ground_truth.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

struct At {
  double test = 0;                          // [%] mean over runs of the incumbent's test accuracy after 200 epochs
  std::array<double, 13> evaluations = {};  // a run, by epochs
};

At means_at(double budget, const std::string& spelling) {
  constexpr int kRuns = 500;
  const Embedded embedded("cifar100");
  const auto truth = GroundTruth(embedded.table, "cifar100").values(parse_measure("test@200/200"));
  At means;
  for (int seed = 0; seed < kRuns; ++seed) {
    Incumbent<Architecture> incumbent;
    const auto rows =
        run_searcher(spelling, embedded.space, embedded.modelled, seconds(budget), static_cast<std::uint64_t>(seed));
    for (const TraceRow& row : rows) {
      if (row.end_seconds > budget) break;
      incumbent.see(row.arch, row.values.at(0), row.fidelity);
      means.evaluations[static_cast<std::size_t>(row.fidelity.epochs)] += 1.0 / kRuns;
    }
    means.test += truth[embedded.space.index(*incumbent.best())] / kRuns;
  }
  return means;
}

// The mean over 500 runs of the incumbent's test accuracy after 200 epochs [%], and its squared error.
struct Tried {
  double mean = 0, squared_error = 0;
};

double error_of_difference(const Tried& a, const Tried& b) { return std::sqrt(a.squared_error + b.squared_error); }

Tried try_many(const std::string& searcher, const std::string& dataset, double budget) {
  constexpr int kRuns = 500;
  const Embedded embedded(dataset);
  const auto truth = GroundTruth(embedded.table, dataset).values(parse_measure("test@200/200"));
  double sum = 0;
  double squares = 0;
  for (int seed = 0; seed < kRuns; ++seed) {
    const auto rows =
        run_searcher(searcher, embedded.space, embedded.modelled, seconds(budget), static_cast<std::uint64_t>(seed));
    const double test = truth[embedded.space.index(*incumbent_of(rows))];
    sum += test;
    squares += test * test;
  }
  const double mean = sum / kRuns;
  return {mean, (squares / kRuns - mean * mean) / (kRuns - 1)};
}

}  // namespace

// The figures are those of 500 runs of the original (HpBandSter) on the same table with the same modelled curve.
TEST_CASE("500 runs of BOHB find what HpBandSter finds, with as many evaluations of each length") {
  CHECK(std::abs(means_at(12'000, "bohb").test - 71.36) <= 0.25);
  const At means = means_at(20'000, "bohb");
  CHECK(std::abs(means.test - 71.84) <= 0.25);
  CHECK(means.evaluations[1] == Approx(105.8).epsilon(0.02));
  CHECK(means.evaluations[4] == Approx(69.1).epsilon(0.02));
  CHECK(means.evaluations[12] == Approx(56.0).epsilon(0.02));
}

TEST_CASE("Corrected, BOHB is not behind evolution, and Hyperband is between random and BOHB", "[many runs]") {
  const std::pair<const char*, double> kBudgets[] = {
      {"cifar10", 20'000}, {"cifar100", 40'000}, {"ImageNet16-120", 120'000}};
  for (const auto& [dataset, budget] : kBudgets) {
    const Tried random = try_many("random", dataset, budget);
    const Tried evolution = try_many("evolution", dataset, budget);
    const Tried hyperband = try_many("hyperband", dataset, budget);
    const Tried bohb = try_many("bohb", dataset, budget);
    const Tried corrected = try_many("bohb(kernel=corrected)", dataset, budget);
    INFO(dataset << ": random " << random.mean << ", evolution " << evolution.mean << ", hyperband " << hyperband.mean
                 << ", bohb " << bohb.mean << ", corrected " << corrected.mean);
    CHECK(corrected.mean >= evolution.mean - 2 * error_of_difference(corrected, evolution));
    CHECK(hyperband.mean >= random.mean - 2 * error_of_difference(hyperband, random));
    CHECK(hyperband.mean <= bohb.mean + 2 * error_of_difference(hyperband, bohb));
  }
}

TEST_CASE("Results of fewer epochs than the largest model's are dropped") {
  const ToySpace space;
  const std::vector<Fidelity> fidelities = {{1, 12}, {4, 12}, {12, 12}};
  const Problem problem{space, "toys", {Objective{}}, fidelities, seconds(1), 1};
  Bohb bohb(problem, {}, Rng(1));
  std::vector<double> model(1);
  Rng rng(2);
  for (int trial = 0; trial < 200; ++trial) {
    const auto asked = std::get<Evaluate>(bohb.next());
    const double before = model[0];
    bohb.tell({trial, asked, 50.0 + rng.uniform(), 1.0, trial + 1.0});
    bohb.fill(model);
    CHECK(model[0] >= before);  // the model never goes back to a shorter training
  }
  CHECK(model[0] == 12);
}

TEST_CASE("BOHB with random_fraction 1 begins architectures like Hyperband, in the same brackets") {
  const Embedded embedded("cifar100");
  const Budget budget{Budget::Unit::evaluations, 400};
  const auto ours = run_searcher("bohb(random_fraction=1)", embedded.space, embedded.modelled, budget, 1);
  const auto plain = run_searcher("hyperband", embedded.space, embedded.modelled, budget, 1);
  REQUIRE(ours.size() == plain.size());
  for (std::size_t row = 0; row < ours.size(); ++row) {
    CHECK(ours[row].fidelity == plain[row].fidelity);
    CHECK(ours[row].tag == plain[row].tag);
  }
}
