#include "space/network/sgd.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <vector>

#include "space/network/cosine_schedule.hpp"
#include "space/network/torch_versions.hpp"
#include "tests/catch.hpp"

namespace cellar {

using network::CosineSchedule;
using network::Sgd;

TEST_CASE("A weight that no gradient has reached stays, and once one has, decay and momentum go on") {
  const at::Tensor weight = at::full({1}, 2.0, at::kDouble).set_requires_grad(true);
  Sgd sgd({weight}, {.momentum = 0.5, .weight_decay = 0.1, .nesterov = true});
  sgd.zero_grad();
  sgd.step(1.0);
  REQUIRE(weight.item<double>() == 2);
  (3 * weight).sum().backward();
  sgd.step(1.0);  // d = 3 + 0.2, buffer = d: the first is not damped
  REQUIRE(weight.item<double>() == Approx(2 - (3.2 + 0.5 * 3.2)));
  const double before = weight.item<double>();
  sgd.zero_grad();
  sgd.step(1.0);
  const double descent = 0.1 * before, buffer = 0.5 * 3.2 + descent;
  REQUIRE(weight.item<double>() == Approx(before - (descent + 0.5 * buffer)));
}

namespace {

// Three steps of the same gradients, the last without one for the second weight.
std::vector<at::Tensor> stepped(const network::LearningRate& rate, bool nesterov) {
  std::vector<at::Tensor> weights = {at::linspace(-1, 2, 7), at::linspace(3, -2, 5)};
  for (const at::Tensor& weight : weights) weight.set_requires_grad(true);
  Sgd sgd(weights, {.momentum = 0.9, .weight_decay = 0.01, .nesterov = nesterov});
  for (int step = 0; step < 3; ++step) {
    sgd.zero_grad();
    (weights[0].square().sum() + (step < 2 ? weights[1].sin().sum() : 0 * weights[0].sum())).backward();
    sgd.step(rate);
  }
  std::vector<at::Tensor> all = sgd.buffers();
  all.insert(all.end(), weights.begin(), weights.end());
  return all;
}

}  // namespace

TEST_CASE("A learning rate that is a tensor makes the steps that the number makes") {
  const bool nesterov = GENERATE(false, true);
  const std::vector<at::Tensor> number = stepped(0.05, nesterov), tensor = stepped(at::full({}, 0.05), nesterov);
  for (std::size_t i = 0; i < number.size(); ++i) REQUIRE(at::allclose(tensor[i], number[i], 1e-6, 1e-7));
}

TEST_CASE("LibTorch's fused optimiser, where it has one, moves weights and momentum as ours does") {
  if (!network::kHasFusedUpdates) return;
  const bool nesterov = GENERATE(false, true);
  const at::Tensor rate = at::full({}, 0.05);
  at::Tensor own = at::linspace(-1, 2, 7).set_requires_grad(true);
  Sgd sgd({own}, {.momentum = 0.9, .weight_decay = 0.01, .nesterov = nesterov});
  const at::Tensor fused = own.detach().clone(), momentum = at::zeros_like(fused);
  for (int step = 0; step < 3; ++step) {
    sgd.zero_grad();
    own.square().sum().backward();
    network::fused_sgd({{fused}, {2 * fused}, rate, 0.01}, {momentum}, 0.9, nesterov);
    sgd.step(rate);
    REQUIRE(at::allclose(fused, own.detach(), 1e-6, 1e-7));
    REQUIRE(at::allclose(momentum, sgd.buffers()[0], 1e-6, 1e-7));
  }
}

TEST_CASE("Learning rates rise in the warm-up, fall like a cosine, and stay") {
  const CosineSchedule schedule{.highest = 1, .least = 0.2, .epochs = 5, .warmup = 1};
  REQUIRE(schedule.rate(0, 0) == 0);
  REQUIRE(schedule.rate(0, 0.5) == 0.5);
  REQUIRE(schedule.rate(1, 0) == 1);
  REQUIRE(schedule.rate(1, 0.9) == 1);
  for (int epoch = 2; epoch < 5; ++epoch) REQUIRE(schedule.rate(epoch, 0) < schedule.rate(epoch - 1, 0));
  REQUIRE(schedule.rate(5, 0) == 0.2);
  REQUIRE(schedule.rate(9, 0) == 0.2);
  const CosineSchedule waves{.highest = 1, .least = 0, .epochs = 40, .period = 10};  // down ten epochs, up ten
  REQUIRE(waves.rate(10, 0) == Approx(0).margin(1e-12));
  REQUIRE(waves.rate(20, 0) == Approx(1));
}

}  // namespace cellar
