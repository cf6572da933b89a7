#include <ATen/ATen.h>

#include "space/network/architecture_gradient.hpp"
#include "space/network/sgd.hpp"
#include "space/network/supernet.hpp"
#include "tests/space/network/random_tensors.hpp"
#include "tests/space/network/separate_device.hpp"
#include "tests/space/network/step_observer.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <functional>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"

namespace cellar {

namespace {

using OfNetwork = std::function<network::Output(network::Supernet&, const at::Tensor& images, const at::Tensor& weights,
                                                const network::Pass& pass)>;

void require_placed(const OfNetwork& pass_of, network::Pass pass) {
  Rng rng(1);
  network::SupernetOptions options;
  options.skeleton.channels = 3;
  options.skeleton.cells = 1;
  options.cells = {false, true};
  network::Supernet supernet(options, {at::kDouble});
  network::Sgd sgd(supernet.weights().parameters(), {});
  const at::Tensor images = test::normal({4, 3, 8, 8}, rng), labels = at::arange(4, at::kLong);
  const at::Tensor alphas = test::normal({6, 5}, rng).set_requires_grad(true);
  const test::StepObserver observer;
  sgd.zero_grad();
  at::cross_entropy_loss(pass_of(supernet, images, alphas.softmax(1), pass).logits, labels).backward();
  sgd.step(0.1);
  const at::Tensor loss = at::cross_entropy_loss(pass_of(supernet, images, alphas.softmax(1), pass).logits, labels);
  if (loss.requires_grad() && alphas.grad().defined()) network::architecture_gradient(loss, alphas, supernet.reached());
  REQUIRE(test::StepObserver::seen().functions > 100);
  CAPTURE(test::StepObserver::seen().misplaced);
  REQUIRE(test::StepObserver::seen().misplaced.empty());
  REQUIRE(test::StepObserver::seen().reads == 0);
}

}  // namespace

TEST_CASE("Every tensor of a step has its input's type, and no step waits for a value") {
  const Architecture path =
      nb201::parse_cell("|nor_conv_3x3~0|+|skip_connect~0|nor_conv_1x1~1|+|avg_pool_3x3~0|none~1|nor_conv_3x3~2|");
  for (const bool by_operation : {false, true}) {
    for (const bool training : {false, true}) {
      CAPTURE(by_operation, training);
      const network::Pass pass{.training = training, .by_operation = by_operation};
      require_placed([](auto& net, auto& x, auto& weights, auto& how) { return net.mixture(x, weights, how); }, pass);
      require_placed(
          [&](auto& net, auto& x, auto& /*weights*/, auto& how) { return net.paths(x, std::span(&path, 1), how); },
          pass);
      require_placed([&](auto& net, auto& x, auto& weights, auto& how) { return net.sampled(x, path, weights, how); },
                     pass);
    }
  }
}

TEST_CASE("On the separate device a value is what it is on the host, and tensors of both do not go together") {
  if (test::separate_device().is_cpu()) return;
  Rng rng(1);
  const at::Tensor x = test::normal({3, 4}, rng), y = test::normal({3, 4}, rng);
  const at::Tensor far = x.to(test::separate_device());
  REQUIRE(far.device() == test::separate_device());
  const auto compute = [](const at::Tensor& one, const at::Tensor& other) {
    return (one * 2 + other).abs().relu().sum(1).slice(0, 1).cumsum(0);
  };
  REQUIRE(compute(far, y.to(far.device())).cpu().equal(compute(x, y)));
  REQUIRE((far.mul_(3) * 1).cpu().equal(x * 3));
  REQUIRE_THROWS_AS(compute(far, y), c10::Error);
  REQUIRE_THROWS_AS(at::mm(far, y.t()), c10::Error);
  REQUIRE_THROWS_AS(at::cat({far, y}), c10::Error);
  REQUIRE_THROWS_AS(at::cross_entropy_loss(far, at::arange(3, at::kLong)), c10::Error);
}

TEST_CASE("The observer sees a tensor that is made without its input's options, and a value that is waited for") {
  const test::StepObserver observer;
  const at::Tensor made = at::zeros({2});
  REQUIRE(test::StepObserver::seen().misplaced.count("aten::zeros") == 1);
  REQUIRE(made.sum().item<double>() == 0);
  REQUIRE(test::StepObserver::seen().reads == 1);
  REQUIRE(made.index({made == 0}).size(0) == 2);
  REQUIRE(test::StepObserver::seen().reads == 2);
  if (test::separate_device().is_cpu()) return;
  const at::Tensor far = made.to(test::separate_device());
  REQUIRE(test::StepObserver::seen().reads == 2);
  REQUIRE(far.cpu().equal(made));
  REQUIRE(test::StepObserver::seen().reads == 3);
}

}  // namespace cellar
