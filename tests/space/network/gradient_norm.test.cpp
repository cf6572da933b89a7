#include "space/network/gradient_norm.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "core/errors.hpp"
#include "tests/catch.hpp"

namespace cellar {

namespace {

// Gradients (3, 4), none, and (12).
std::vector<at::Tensor> parameters() {
  const auto with = [](const std::vector<double>& gradient) {
    const at::Tensor weight = at::zeros({static_cast<std::int64_t>(gradient.size())}, at::kDouble);
    weight.set_requires_grad(true).mutable_grad() = at::tensor(gradient, at::kDouble);
    return weight;
  };
  return {with({3, 4}), at::zeros({5}, at::kDouble).set_requires_grad(true), with({12})};
}

}  // namespace

TEST_CASE("Gradients longer than allowed are shortened to the allowed length, all by one factor") {
  const auto weights = parameters();
  REQUIRE(network::gradient_norm(weights).item<double>() == Approx(13));
  REQUIRE(network::clip_gradient_norm(weights, 6.5).item<double>() == Approx(13));
  REQUIRE(weights[0].grad()[0].item<double>() == Approx(1.5));
  REQUIRE(weights[0].grad()[1].item<double>() == Approx(2));
  REQUIRE(weights[2].grad()[0].item<double>() == Approx(6));
  REQUIRE_FALSE(weights[1].grad().defined());
  REQUIRE(network::gradient_norm(weights).item<double>() == Approx(6.5 * 13 / (13 + 1e-6)));
}

TEST_CASE("Gradients that are short enough stay as they are, to the bit") {
  const auto weights = parameters();
  network::clip_gradient_norm(weights, 13.1);
  REQUIRE(weights[0].grad()[0].item<double>() == 3);
  REQUIRE(weights[0].grad()[1].item<double>() == 4);
  REQUIRE(weights[2].grad()[0].item<double>() == 12);
}

TEST_CASE("The norm of parameters without gradients is zero, and of no parameters there is none") {
  const std::vector<at::Tensor> untouched = {at::ones({2})};
  REQUIRE(network::clip_gradient_norm(untouched, 1).item<double>() == 0);
  REQUIRE_THROWS_AS(network::gradient_norm({}), ContractError);
}

}  // namespace cellar
