#include "space/network/cell_network.hpp"

#include <ATen/ATen.h>
#include <ATen/record_function.h>
#include <c10/core/GradMode.h>

#include <memory>
#include <string>

// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"

namespace cellar {

namespace {

std::uint64_t count_parameters(const network::Weights& weights) {
  std::uint64_t count = 0;
  for (const auto& tensor : weights.parameters()) count += static_cast<std::uint64_t>(tensor.numel());
  return count;
}

// Multiply-adds of the convolutions and linear layers that LibTorch computes in this thread while it lives.
class CountedWork {
 public:
  CountedWork() {
    count() = 0;
    handle_ = at::addThreadLocalCallback(at::RecordFunctionCallback(begin, end).needsInputs(true).needsOutputs(true));
  }
  ~CountedWork() { at::removeCallback(handle_); }
  CountedWork(const CountedWork&) = delete;
  CountedWork& operator=(const CountedWork&) = delete;

  static std::uint64_t& count() {
    static std::uint64_t total = 0;
    return total;
  }

 private:
  struct Weight final : at::ObserverContext {
    std::int64_t elements = 0, biases = 0;
    bool is_linear = false;
  };

  // The weight is the second input, of both.
  static std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction& function) {
    const std::string name = function.name();
    if (name != "aten::conv2d" && name != "aten::linear") return nullptr;
    auto weight = std::make_unique<Weight>();
    weight->is_linear = name == "aten::linear";
    weight->elements = function.inputs()[1].toTensor().numel();
    if (function.inputs()[2].isTensor() && function.inputs()[2].toTensor().defined()) {
      weight->biases = function.inputs()[2].toTensor().numel();
    }
    return weight;
  }
  static void end(const at::RecordFunction& function, at::ObserverContext* context) {
    if (context == nullptr) return;
    const auto* const weight = static_cast<const Weight*>(context);
    const at::Tensor output = function.outputs()[0].toTensor();
    const std::int64_t pixels = weight->is_linear ? 1 : output.size(2) * output.size(3);
    count() += static_cast<std::uint64_t>(weight->elements * pixels + weight->biases);
  }

  at::CallbackHandle handle_;
};

}  // namespace

TEST_CASE("The network of a cell has as many parameters, and computes as many multiply-adds, as the space says") {
  const Nb201 space;
  Rng rng(1);
  for (int i = 0; i < 20; ++i) {
    const Architecture cell = space.at(rng.below(15625));
    nb201::Skeleton skeleton;
    skeleton.channels = 4 + 2 * static_cast<int>(rng.below(7));
    skeleton.cells = 1 + static_cast<int>(rng.below(5));
    skeleton.classes = 1 + static_cast<int>(rng.below(120));
    skeleton.image_size = i % 2 == 0 ? 16 : 32;
    network::CellNetwork network(cell, skeleton, {});
    const nb201::Costs costs = nb201::network_costs(cell, skeleton);
    CAPTURE(space.format(cell), skeleton.channels, skeleton.cells, skeleton.classes, skeleton.image_size);
    REQUIRE(count_parameters(network.weights()) == costs.params);
    const c10::NoGradGuard no_grad;
    const CountedWork work;
    network.forward(at::zeros({1, 3, skeleton.image_size, skeleton.image_size}), {});
    REQUIRE(CountedWork::count() == costs.flops);
  }
}

TEST_CASE("Weights of another name or shape are refused by name") {
  const network::CellNetwork network(nb201::parse_cell("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"), {}, {});
  const at::Tensor stem = network.weights().find("stem.0.weight");
  network.weights().load("stem.0.weight", stem);
  REQUIRE_THROWS_WITH(network.weights().load("stem.weight", stem), "the network has no weights 'stem.weight'");
  REQUIRE_THROWS_WITH(network.weights().load("stem.1.weight", stem),
                      ContainsSubstring("have shape (16, 3, 3, 3), the network's (16)"));
}

}  // namespace cellar
