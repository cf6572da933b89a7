#include "space/network/self_check.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>

#include "core/errors.hpp"
#include "space/network/full_precision.hpp"
#include "tests/catch.hpp"

namespace cellar {

namespace {

using network::NamedTensors;

// A gradient, one that is zero in exact arithmetic, and a small one.
NamedTensors right_gradients() {
  return {{"stem.0.weight", at::linspace(-1, 1, 200, at::kDouble).reshape({10, 20})},
          {"bias", at::full({10}, 1e-17, at::kDouble)},
          {"small", at::full({10}, 0.05, at::kDouble)}};
}

NamedTensors changed(std::size_t number, const at::Tensor& gradient) {
  NamedTensors gradients = right_gradients();
  gradients[number].second = gradient.to(at::kFloat);
  return gradients;
}

}  // namespace

TEST_CASE("LibTorch computes right gradients on this machine") {
  REQUIRE_NOTHROW(network::require_right_gradients());
  REQUIRE_NOTHROW(network::require_right_gradients());
}

TEST_CASE("Gradients that differ by rounding are equal, also where they are zero but for rounding") {
  const NamedTensors right = right_gradients();
  NamedTensors rounded = right;
  for (auto& [name, gradient] : rounded) gradient = gradient.to(at::kFloat) + 1e-6;
  const network::GradientDeviation worst = network::largest_deviation(rounded, right);
  REQUIRE(worst.share > 0);
  REQUIRE(worst.share < 1e-3);
  REQUIRE_NOTHROW(network::require_equal_gradients(rounded, right));
}

TEST_CASE("A deviation is the norm of the difference over that of the right gradient") {
  const NamedTensors right = right_gradients();
  const auto worst = network::largest_deviation(changed(2, right[2].second * 1.25), right);
  REQUIRE(worst.name == "small");
  REQUIRE(worst.share == Approx(0.25).epsilon(1e-5));
}

TEST_CASE("A library that computes a wrong gradient is refused by version, gradient and remedy") {
  const NamedTensors right = right_gradients();
  const at::Tensor& stem = right[0].second;
  REQUIRE_THROWS_WITH(network::require_equal_gradients(changed(0, stem * 0.54), right),
                      ContainsSubstring("LibTorch ") && ContainsSubstring("'stem.0.weight' is 46 % off") &&
                          ContainsSubstring("ONEDNN_MAX_CPU_ISA=AVX2"));
  REQUIRE_THROWS_AS(network::require_equal_gradients(changed(0, stem.roll(1)), right), Error);
  REQUIRE_THROWS_AS(network::require_equal_gradients(changed(1, at::full({10}, 0.01)), right), Error);
  REQUIRE_THROWS_AS(network::require_equal_gradients(changed(2, at::full({10}, std::nan(""))), right), Error);
}

TEST_CASE("The check of a CUDA device is made without TF32, which is allowed again after it") {
  const auto allowed = [] { return at::globalContext().allowTF32CuDNN(); };
  const bool before = allowed();
  at::globalContext().setAllowTF32CuDNN(true);
  {
    const network::FullPrecision exact(at::Device("cuda:0"));
    REQUIRE_FALSE(allowed());
  }
  REQUIRE(allowed());
  {
    const network::FullPrecision exact(at::kCPU);
    REQUIRE(allowed());
  }
  at::globalContext().setAllowTF32CuDNN(before);
}

}  // namespace cellar
