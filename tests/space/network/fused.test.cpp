#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include "space/network/architecture_gradient.hpp"
#include "space/network/supernet.hpp"
#include "tests/space/network/random_tensors.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>
#include <functional>
#include <map>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"

// The fused search cell by itself.
namespace cellar {

namespace {

const network::TensorKind kDouble{at::kDouble};

// A cell with random weights.
struct RandomCell {
  RandomCell(int channels, network::NormOptions norm, Rng& rng) : cell(channels, norm, kDouble) {
    cell.collect("", weights);
    for (const auto& entry : weights.entries()) {
      if (entry.tensor.scalar_type() != at::kDouble) continue;
      const at::Tensor value = test::normal(entry.tensor.sizes(), rng);
      weights.load(entry.name, entry.name.ends_with("running_var") ? value.abs() + 0.5 : value);
    }
  }

  network::SearchCell cell;
  network::Weights weights;
};

using Evaluate = std::function<at::Tensor(network::SearchCell& cell, const at::Tensor& x, const at::Tensor& weights)>;

// Differences of a random functional of the cell's output, along every coordinate of its inputs and parameters.
void require_gradients(network::NormOptions norm, const Evaluate& evaluate, Rng& rng) {
  RandomCell random(2, norm, rng);
  const at::Tensor x = test::normal({3, 2, 4, 3}, rng).set_requires_grad(true);
  const at::Tensor weights = test::normal({6, 5}, rng).set_requires_grad(true);
  const at::Tensor functional = test::normal(x.sizes(), rng);
  const auto value = [&] { return (evaluate(random.cell, x, weights) * functional).sum(); };
  value().backward();
  std::map<std::string, at::Tensor> inputs = {{"x", x}, {"weights", weights}};
  for (const auto& entry : random.weights.entries()) {
    if (entry.is_parameter) inputs[entry.name] = entry.tensor;
  }
  const c10::NoGradGuard no_grad;
  double largest = 0;
  for (const auto& [name, input] : inputs) {
    if (input.grad().defined()) largest = std::max(largest, input.grad().abs().max().item<double>());
  }
  constexpr double kStep = 1e-6;
  for (const auto& [name, input] : inputs) {
    const at::Tensor gradient = input.grad().defined() ? input.grad().contiguous() : at::zeros_like(input);
    for (std::int64_t i = 0; i < input.numel(); ++i) {
      double& coordinate = input.data_ptr<double>()[i];
      const double before = coordinate;
      coordinate = before + kStep;
      const double above = value().item<double>();
      coordinate = before - kStep;
      const double below = value().item<double>();
      coordinate = before;
      CAPTURE(name, i, largest);
      REQUIRE(gradient.data_ptr<double>()[i] == Approx((above - below) / (2 * kStep)).margin(1e-7 * largest));
    }
  }
}

void require_gradients(const Evaluate& evaluate, std::uint64_t seed) {
  Rng rng(seed);
  for (const bool affine : {false, true}) require_gradients({affine, false}, evaluate, rng);
}

}  // namespace

TEST_CASE("Gradients of a fused mixture are what differences say, for every coordinate") {
  require_gradients([](auto& cell, const at::Tensor& x,
                       const at::Tensor& weights) { return cell.mixture(x, weights, {.training = true}); },
                    1);
}

TEST_CASE("Gradients of a fused mixture normalised by running statistics are what differences say") {
  Rng rng(2);
  for (const bool affine : {false, true}) {
    require_gradients(
        {affine, true},
        [](auto& cell, const at::Tensor& x, const at::Tensor& weights) {
          return cell.mixture(x, weights, {.training = false});
        },
        rng);
  }
}

TEST_CASE("Gradients of fused paths and sampled paths are what differences say") {
  const Nb201 space;
  Rng rng(3);
  for (int i = 0; i < 5; ++i) {
    const Architecture path = space.at(rng.below(15625));
    CAPTURE(space.format(path));
    require_gradients([&](auto& cell, const at::Tensor& x,
                          const at::Tensor& /*weights*/) { return cell.path(x, path, {.training = true}); },
                      rng.next());
    require_gradients([&](auto& cell, const at::Tensor& x,
                          const at::Tensor& weights) { return cell.sampled(x, path, weights, {.training = true}); },
                      rng.next());
  }
}

TEST_CASE("A fused cell refuses to be differentiated twice, and operation by operation it can be") {
  Rng rng(4);
  RandomCell random(2, {false, false}, rng);
  const at::Tensor x = test::normal({2, 2, 4, 4}, rng).set_requires_grad(true);
  const at::Tensor weights = test::normal({6, 5}, rng).set_requires_grad(true);
  const at::Tensor fused = random.cell.mixture(x, weights, {.training = true}).square().sum();
  REQUIRE_THROWS_WITH(torch::autograd::grad({fused}, {x}, {}, true, true), ContainsSubstring("Pass::by_operation"));
  const at::Tensor plain = random.cell.mixture(x, weights, {.training = true, .by_operation = true}).square().sum();
  REQUIRE(torch::autograd::grad({plain}, {x}, {}, true, true)[0].requires_grad());
}

TEST_CASE("An architecture gradient is the backward pass's, and touches the weights that this would") {
  const Nb201 space;
  Rng rng(5);
  network::SupernetOptions options;
  options.skeleton.channels = 3;
  options.skeleton.cells = 1;
  const at::Tensor images = test::normal({4, 3, 8, 8}, rng), labels = at::arange(4, at::kLong);
  const Architecture path = space.at(rng.below(15625));
  for (const bool sampled : {false, true}) {
    const at::Tensor start = test::normal({6, 5}, rng);
    at::Tensor alphas[2];
    network::Supernet supernets[] = {{options, kDouble}, {options, kDouble}};
    for (const auto& entry : supernets[0].weights().entries()) {
      if (entry.tensor.scalar_type() != at::kDouble) continue;
      const at::Tensor value = test::normal(entry.tensor.sizes(), rng).abs();
      for (const auto& supernet : supernets) supernet.weights().load(entry.name, value);
    }
    for (int i = 0; i < 2; ++i) {
      alphas[i] = start.clone().set_requires_grad(true);
      network::Supernet& net = supernets[i];
      const network::Output output = sampled ? net.sampled(images, path, alphas[i].softmax(1), {.training = true})
                                             : net.mixture(images, alphas[i].softmax(1), {.training = true});
      const at::Tensor loss = at::cross_entropy_loss(output.logits, labels);
      if (i == 0) {
        loss.backward();
      } else {
        network::architecture_gradient(loss, alphas[i], sampled ? net.reached(std::span(&path, 1)) : net.reached());
      }
    }
    REQUIRE(at::equal(alphas[0].grad(), alphas[1].grad()));
    for (const auto& entry : supernets[0].weights().entries()) {
      if (!entry.is_parameter) continue;
      CAPTURE(sampled, entry.name);
      const at::Tensor other = supernets[1].weights().find(entry.name).grad();
      REQUIRE(other.defined() == entry.tensor.grad().defined());
      if (other.defined()) REQUIRE(other.abs().max().item<double>() == 0);
    }
  }
}

}  // namespace cellar
