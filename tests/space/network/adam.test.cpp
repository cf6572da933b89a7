#include "space/network/adam.hpp"

#include <ATen/ATen.h>

#include "space/network/checks/comparison.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <fmt/format.h>

#include <cmath>

#include "core/errors.hpp"
#include "space/network/torch_versions.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

namespace cellar {

using network::Adam;

namespace {

at::Tensor parameter(double value) { return at::full({1}, value, at::kDouble).set_requires_grad(true); }

}  // namespace

TEST_CASE("Adam makes of the original's gradients the original's architecture parameters and moments, step by step") {
  const auto path = test::reference("data/oneshot/supernet");
  if (path.empty()) return;
  for (const std::string name : {"darts-v1_f32", "darts-v1_f64", "gdas_f64", "setn_f64"}) {
    const network::RecordedCase recorded(path / name);
    const network::RecordedValue settings = recorded.index().at("adam");
    const at::Tensor alphas = recorded.tensor("init/arch_parameters").set_requires_grad(true);
    const std::vector<double> betas = settings.at("betas").numbers();
    Adam adam({alphas}, {betas[0], betas[1], settings.at("eps").number(), settings.at("weight_decay").number()});
    network::Comparison comparison(network::tolerances(alphas.scalar_type()));
    for (std::size_t step = 0; step < recorded.index().at("steps").size(); ++step) {
      const std::string prefix = fmt::format("step{:03}/", step);
      alphas.mutable_grad() = recorded.tensor(prefix + "alpha_grad");
      adam.step(settings.at("lr").number());
      comparison.value(prefix + "alpha_after", alphas, recorded.tensor(prefix + "alpha_after"));
      comparison.value(prefix + "adam_m", adam.states()[0].m, recorded.tensor(prefix + "adam_m"));
      comparison.value(prefix + "adam_v", adam.states()[0].v, recorded.tensor(prefix + "adam_v"));
    }
    CAPTURE(name, comparison.failed(), comparison.worst(), comparison.where());
    REQUIRE(comparison.passed());
    REQUIRE(comparison.compared() > 3);
  }
}

TEST_CASE("The first step of Adam without decay is the learning rate, whatever the gradient") {
  for (const double slope : {1e-3, 1.0, -1e3}) {
    const at::Tensor weight = parameter(2);
    Adam adam({weight}, {.beta1 = 0.3, .beta2 = 0.9, .epsilon = 0, .weight_decay = 0});
    (slope * weight).sum().backward();
    adam.step(0.25);
    REQUIRE(weight.item<double>() == Approx(2 - std::copysign(0.25, slope)));
  }
}

TEST_CASE("LibTorch's fused Adam, where it has one, moves weights and moments as ours does") {
  if (!network::kHasFusedUpdates) return;
  at::Tensor own = at::linspace(-1, 2, 7).set_requires_grad(true);
  Adam adam({own}, {.weight_decay = 0.01});
  const at::Tensor fused = own.detach().clone(), m = at::zeros_like(fused), v = at::zeros_like(fused);
  const at::Tensor steps = at::zeros({}), rate = at::full({}, 0.1);
  for (int step = 0; step < 4; ++step) {
    adam.zero_grad();
    own.square().sum().backward();
    steps.add_(1);
    network::fused_adam({{fused}, {2 * fused}, rate, 0.01}, {m}, {v}, {steps}, 0.5, 0.999, 1e-8);
    adam.step(0.1);
    REQUIRE(at::allclose(fused, own.detach(), 1e-5, 1e-6));
    REQUIRE(at::allclose(v, adam.states()[0].v, 1e-5, 1e-7));
  }
}

TEST_CASE("Adam leaves a weight alone that no gradient has reached, and once one has, decay goes on") {
  const at::Tensor weight = parameter(2), other = parameter(3);
  Adam adam({weight, other}, {.weight_decay = 0.1});
  adam.zero_grad();
  adam.step(0.1);
  REQUIRE(weight.item<double>() == 2);
  REQUIRE(adam.states()[0].step == 0);
  (3 * weight).sum().backward();
  adam.step(0.1);
  const double before = weight.item<double>();
  adam.zero_grad();
  adam.step(0.1);
  REQUIRE(weight.item<double>() < before);
  REQUIRE(adam.states()[0].step == 2);
  REQUIRE(adam.states()[1].step == 0);
  REQUIRE(other.item<double>() == 3);
}

TEST_CASE("Adam continues from its saved state as if it had not stopped") {
  const auto descend = [](Adam& adam, const at::Tensor& weight) {
    adam.zero_grad();
    (weight * weight).sum().backward();
    adam.step(0.1);
  };
  const at::Tensor weight = parameter(2);
  Adam adam({weight}, {});
  for (int step = 0; step < 3; ++step) descend(adam, weight);
  const at::Tensor copy = weight.detach().clone().set_requires_grad(true);
  Adam continued({copy}, {});
  continued.restore(adam.states());
  for (int step = 0; step < 3; ++step) {
    descend(adam, weight);
    descend(continued, copy);
  }
  REQUIRE(at::equal(weight, copy));
  REQUIRE(continued.states()[0].step == 6);
  const std::vector<Adam::State> good = adam.states();
  REQUIRE_THROWS_WITH(continued.restore({}), "the state of Adam is that of 0 parameters; there are 1");
  REQUIRE_THROWS_AS(continued.restore({{good[0].step, at::zeros({2}), good[0].v}}), Error);
  REQUIRE_THROWS_AS(continued.restore({{good[0].step, good[0].m, {}}}), Error);
  REQUIRE_THROWS_AS(continued.restore({{-1, good[0].m, good[0].v}}), Error);
}

}  // namespace cellar
