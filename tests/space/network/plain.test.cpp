#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "space/network/checks/comparison.hpp"
#include "space/network/checks/vanishing_gradients.hpp"
#include "tests/space/network/plain/plain_supernet.hpp"
#include "tests/space/network/random_tensors.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <map>

#include "core/random.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"

// Supernets beside the same ones made of LibTorch's modules, in float64.
namespace cellar {

namespace {

using network::NormOptions;

const network::TensorKind kDouble{at::kDouble};

enum class Mode { mixture, path, paths, sampled };

struct Trial {
  network::SupernetOptions options;
  Mode mode = Mode::mixture;
  bool training = true;
  std::int64_t images = 3, height = 8, width = 8;
};

// Everything that a pass and its gradients leave behind, by name.
using Results = std::map<std::string, at::Tensor>;

struct Inputs {
  at::Tensor images, weights, labels;
  std::vector<Architecture> cells;
};

Inputs inputs(const Trial& trial, Rng& rng) {
  Inputs inputs;
  inputs.images = test::normal({trial.images, 3, trial.height, trial.width}, rng).set_requires_grad(true);
  inputs.weights = test::normal({6, 5}, rng).softmax(1).detach().set_requires_grad(true);
  inputs.labels = at::empty({trial.images}, at::kLong);
  for (std::int64_t i = 0; i < trial.images; ++i) inputs.labels[i] = i % trial.options.skeleton.classes;
  const Nb201 space;
  const int count = trial.mode == Mode::paths ? 3 * trial.options.skeleton.cells : 1;
  for (int i = 0; i < count; ++i) inputs.cells.push_back(space.at(rng.below(15625)));
  return inputs;
}

template <class Network, class... Pass>
Results results(Network& network, const Trial& trial, Inputs inputs, const Pass&... pass) {
  inputs.images = inputs.images.detach().clone().set_requires_grad(true);
  inputs.weights = inputs.weights.detach().clone().set_requires_grad(true);
  network::Output output;
  if (trial.mode == Mode::mixture) output = network.mixture(inputs.images, inputs.weights, pass...);
  if (trial.mode == Mode::path || trial.mode == Mode::paths)
    output = network.paths(inputs.images, inputs.cells, pass...);
  if (trial.mode == Mode::sampled) output = network.sampled(inputs.images, inputs.cells[0], inputs.weights, pass...);
  at::cross_entropy_loss(output.logits, inputs.labels).backward();
  return {{"features", output.features},
          {"logits", output.logits},
          {"gradient of images", inputs.images.grad()},
          {"gradient of weights", inputs.weights.grad()}};
}

Results tensors(const plain::Supernet& network) {
  Results tensors;
  for (const auto& [name, tensor] : network.parameters()) tensors[name] = tensor;
  for (const auto& [name, tensor] : network.buffers()) tensors[name] = tensor;
  return tensors;
}

// Each number moved by its last bit, up or down, or left.
at::Tensor in_other_last_bits(const at::Tensor& x, Rng& rng) {
  return x.detach() * (1 + 0x1p-52 * test::normal(x.sizes(), rng).round().clamp(-1, 1));
}

// To ten digits of the largest value, or of `scale` where that is larger. `moved`: what the modules compute of the same
// in other last bits: what this changes, rounding may change, too. Most cells enlarge it little; those of poolings
// alone, whose normalisations see nearly equal values, a million times.
void require_close(const std::string& name, const at::Tensor& computed, const at::Tensor& expected,
                   const at::Tensor& moved, double scale = 0) {
  CAPTURE(name);
  scale = std::max(scale, network::magnitude(expected));
  const double rounding = 8 * network::magnitude(expected.detach() - moved.detach());
  REQUIRE(rounding <= 1e-8 * scale);
  REQUIRE(network::magnitude(computed.detach() - expected.detach()) <= std::max(1e-10 * scale, rounding));
}

void require_the_same(const Trial& trial, Rng& rng) {
  network::Supernet fused(trial.options, kDouble);
  plain::Supernet plain(trial.options, kDouble);
  plain::Supernet moved(trial.options, kDouble);
  Results plain_tensors = tensors(plain), moved_tensors = tensors(moved);
  REQUIRE(plain_tensors.size() == fused.weights().entries().size());
  Rng last_bits(7);
  for (const auto& entry : fused.weights().entries()) {
    CAPTURE(entry.name);
    REQUIRE(plain_tensors.count(entry.name) == 1);
    if (entry.tensor.scalar_type() != at::kDouble) continue;
    at::Tensor value = test::normal(entry.tensor.sizes(), rng);
    if (entry.name.ends_with("running_var")) value = value.abs() + 0.5;
    const c10::NoGradGuard no_grad;
    entry.tensor.copy_(value);
    plain_tensors[entry.name].copy_(value);
    moved_tensors[entry.name].copy_(in_other_last_bits(value, last_bits));
  }
  const Inputs inputs = cellar::inputs(trial, rng);
  const Inputs moved_inputs{in_other_last_bits(inputs.images, last_bits), in_other_last_bits(inputs.weights, last_bits),
                            inputs.labels, inputs.cells};
  plain.train(trial.training);
  moved.train(trial.training);
  const Results expected = results(plain, trial, inputs);
  const Results otherwise = results(moved, trial, moved_inputs);
  const Results computed = results(fused, trial, inputs, network::Pass{.training = trial.training});

  for (const auto& [name, tensor] : expected) {
    REQUIRE(computed.at(name).defined() == tensor.defined());
    if (tensor.defined()) require_close(name, computed.at(name), tensor, otherwise.at(name));
  }
  double largest = 0;
  for (const auto& [name, tensor] : plain.parameters()) {
    if (tensor.grad().defined()) largest = std::max(largest, network::magnitude(tensor.grad()));
  }
  for (const auto& entry : fused.weights().entries()) {
    const at::Tensor& other = plain_tensors[entry.name];
    require_close(entry.name, entry.tensor, other, moved_tensors[entry.name]);
    REQUIRE(entry.tensor.grad().defined() == other.grad().defined());
    if (!other.grad().defined()) continue;
    // A bias or a shift that a batch normalisation takes away has a gradient of zero; the modules' is what rounding
    // leaves of it.
    const double scale = (network::is_bias_of_convolution(entry.name) ? 1 : 1e-2) * largest;
    require_close("gradient of " + entry.name, entry.tensor.grad(), other.grad(), moved_tensors[entry.name].grad(),
                  scale);
  }
}

Trial random_trial(Mode mode, Rng& rng) {
  Trial trial;
  trial.mode = mode;
  trial.options.names =
      rng.below(2) == 0 ? network::SupernetOptions::Names::nats_bench : network::SupernetOptions::Names::nas_bench_201;
  trial.options.cells = {rng.below(2) == 0, rng.below(2) == 0};
  trial.options.head = {rng.below(2) == 0, rng.below(2) == 0};
  trial.options.skeleton.channels = 2 + static_cast<int>(rng.below(10));
  trial.options.skeleton.cells = 1 + static_cast<int>(rng.below(2));
  trial.options.skeleton.classes = 2 + static_cast<int>(rng.below(5));
  trial.images = 4 + rng.below(4);
  trial.height = 4 * (2 + rng.below(4));
  trial.width = 4 * (2 + rng.below(4));
  return trial;
}

void require_always_the_same(Mode mode, std::uint64_t seed) {
  Rng rng(seed);
  for (int i = 0; i < 20; ++i) {
    Trial trial = random_trial(mode, rng);
    trial.training = i % 3 != 0;
    CAPTURE(i, trial.options.cells.affine, trial.options.cells.track, trial.options.skeleton.channels, trial.height,
            trial.width, trial.images, trial.training);
    require_the_same(trial, rng);
  }
}

}  // namespace

TEST_CASE("A mixture and its gradients are those of the network of modules") {
  require_always_the_same(Mode::mixture, 1);
}

TEST_CASE("A path and its gradients are those of the network of modules") { require_always_the_same(Mode::path, 2); }

TEST_CASE("Paths that differ by cell, and their gradients, are those of the network of modules") {
  require_always_the_same(Mode::paths, 3);
}

TEST_CASE("A sampled path and its gradients are those of the network of modules") {
  require_always_the_same(Mode::sampled, 4);
}

}  // namespace cellar
