#include "searchers/oneshot/controller_training.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>

#include "core/errors.hpp"
#include "tests/catch.hpp"

namespace cellar {

using oneshot::Controller;
using oneshot::ControllerTraining;

namespace {

Controller initialised(at::ScalarType type) {
  Controller controller({}, {type});
  Rng rng(1);
  controller.initialise(rng);
  return controller;
}

// Good cells have a 3x3 convolution on the last edge.
float score(const Architecture& cell) { return cell[5] == 3 ? 0.9F : 0.1F; }

std::vector<at::Tensor> parameters(const Controller& controller) {
  network::Weights weights;
  controller.collect("", weights);
  return weights.parameters();
}

}  // namespace

TEST_CASE("A trained controller draws what scores well, by either script's constants") {
  for (auto options : {ControllerTraining::Options{}, ControllerTraining::nas_bench_201()}) {
    const Controller controller = initialised(at::kFloat);
    options.learning_rate = 0.01;
    ControllerTraining training(controller, options);
    Rng rng(2);
    const double before = training.train(rng, score).accuracy_percent;
    double after = before;
    for (int call = 0; call < 3; ++call) after = training.train(rng, score).accuracy_percent;
    CAPTURE(before, after);
    REQUIRE(before < 60);
    REQUIRE(after > 80);
  }
}

TEST_CASE("A controller's training continues from its saved state to the bit") {
  const Controller controller = initialised(at::kFloat);
  ControllerTraining::Options options;
  options.updates = 3;
  ControllerTraining training(controller, options);
  Rng rng(3);
  training.train(rng, score);
  const Controller copy = initialised(at::kFloat);
  const auto own = parameters(controller), copied = parameters(copy);
  {
    const c10::NoGradGuard no_grad;
    for (std::size_t i = 0; i < own.size(); ++i) copied[i].copy_(own[i]);
  }
  ControllerTraining continued(copy, options);
  continued.restore(training.state());
  Rng same = rng;
  const auto expected = training.train(rng, score);
  const auto means = continued.train(same, score);
  REQUIRE(means.loss == expected.loss);
  REQUIRE(continued.state().baseline == training.state().baseline);
  for (std::size_t i = 0; i < own.size(); ++i) REQUIRE(at::equal(own[i], copied[i]));
}

TEST_CASE("The next baseline is the mean of a call's in NATS-Bench and the last in NAS-Bench-201") {
  for (const auto rule : {ControllerTraining::NextBaseline::mean, ControllerTraining::NextBaseline::last}) {
    const Controller controller = initialised(at::kDouble);
    ControllerTraining::Options options;
    options.updates = 2;
    options.samples = 3;
    options.next_baseline = rule;
    ControllerTraining training(controller, options);
    REQUIRE_FALSE(training.state().baseline.has_value());
    Rng rng(4);
    float next = 0;
    const auto means = training.train(rng, [&](const Architecture&) { return next += 0.125F; });  // up to 0.75
    const bool is_mean = rule == ControllerTraining::NextBaseline::mean;
    REQUIRE(*training.state().baseline ==
            (is_mean ? 0.4375 : 0.75));  // without one before, that of a cell is its score
    REQUIRE(means.accuracy_percent == 43.75);
    REQUIRE(means.baseline == 0.4375);
  }
}

TEST_CASE("Losses are float32 of a controller in float64, too, and baselines move by a hundredth") {
  const Controller controller = initialised(at::kDouble);
  Rng rng(5);
  const auto sample = controller.sample(4, rng);
  const auto result = oneshot::controller_loss(sample, at::full({4}, 0.5F), 0.25, 0, 0.99);
  REQUIRE(result.loss.scalar_type() == at::kFloat);
  for (std::int64_t i = 0; i < 4; ++i) {
    REQUIRE(result.reward[i].item<float>() == 0.5F);
    REQUIRE(result.baseline[i].item<double>() == Approx(0.2525).epsilon(1e-6));
    REQUIRE(result.loss[i].item<double>() ==
            Approx(-sample.log_probabilities[i].item<double>() * 0.2475).epsilon(1e-6));
  }
}

TEST_CASE("Accuracies are rounded as a percentage first") {
  REQUIRE(oneshot::top1_accuracy(3, 8) == 0.375F);
  REQUIRE(oneshot::top1_accuracy(0, 1) == 0);
  REQUIRE(oneshot::top1_accuracy(64, 64) == 1);
  REQUIRE(oneshot::top1_accuracy(1, 3) == static_cast<float>(100.0 / 3) / 100.0F);
  REQUIRE_THROWS_AS(oneshot::top1_accuracy(2, 1), ContractError);
}

}  // namespace cellar
