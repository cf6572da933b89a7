#include "space/network/gumbel_softmax.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/space/chi_square.hpp"

namespace cellar {

namespace {

at::Tensor random_alphas(Rng& rng) {
  const at::Tensor alphas = at::empty({6, 5}, at::kDouble);
  for (int i = 0; i < 30; ++i) alphas.data_ptr<double>()[i] = rng.normal();
  return alphas;
}

}  // namespace

TEST_CASE("GDAS draws operations with the probabilities of the softmax, whatever tau is") {
  Rng rng(1);
  const at::Tensor alphas = random_alphas(rng);
  const at::Tensor soft = alphas.softmax(1);
  for (const double tau : {10.0, 0.1}) {
    std::vector<std::vector<std::uint64_t>> counts(6, std::vector<std::uint64_t>(5));
    for (int draw = 0; draw < 10000; ++draw) {
      const Architecture cell = network::gumbel_softmax(alphas, tau, rng).cell;
      for (std::size_t edge = 0; edge < 6; ++edge) ++counts[edge].at(cell[edge]);
    }
    for (std::size_t edge = 0; edge < 6; ++edge) {
      const double* row = soft.data_ptr<double>() + 5 * edge;
      CAPTURE(tau, edge);
      REQUIRE(test::chi_square_deviate(counts[edge], {row, row + 5}) < 4);
    }
  }
}

TEST_CASE("GDAS's weights are one for the drawn operation and nothing for the others") {
  Rng rng(2);
  const at::Tensor alphas = random_alphas(rng);
  for (const auto type : {at::kFloat, at::kDouble}) {
    for (const double tau : {10.0, 1.0, 0.1}) {
      const auto sample = network::gumbel_softmax(alphas.to(type), tau, rng);
      REQUIRE(sample.weights.scalar_type() == type);
      REQUIRE(sample.gumbel.scalar_type() == type);
      for (std::int64_t edge = 0; edge < 6; ++edge) {
        for (std::int64_t operation = 0; operation < 5; ++operation) {
          const bool drawn = sample.cell[static_cast<std::size_t>(edge)] == operation;
          const double weight = sample.weights[edge][operation].item<double>();
          REQUIRE((drawn ? std::abs(weight - 1) < 1e-6 : weight == 0));
        }
      }
    }
  }
}

TEST_CASE("Gradients of GDAS's weights are those of the probabilities, by finite differences") {
  Rng rng(3);
  const at::Tensor alphas = random_alphas(rng).set_requires_grad(true);
  const at::Tensor functional = random_alphas(rng);
  const auto sample = network::gumbel_softmax(alphas, 0.7, rng);
  (functional * sample.weights).sum().backward();
  constexpr double kStep = 1e-5;
  for (int i = 0; i < 30; ++i) {
    const auto soft = [&](double step) {
      const at::Tensor moved = alphas.detach().clone();
      moved.data_ptr<double>()[i] += step;
      return (functional * network::gumbel_softmax(moved, sample.gumbel, 0.7).probabilities).sum().item<double>();
    };
    const double expected = (soft(kStep) - soft(-kStep)) / (2 * kStep);
    REQUIRE(alphas.grad().data_ptr<double>()[i] == Approx(expected).margin(1e-9));
  }
}

TEST_CASE("Alphas that are no numbers end GDAS's drawing with an error instead of never") {
  Rng rng(4);
  REQUIRE_THROWS_AS(network::gumbel_softmax(at::full({6, 5}, std::nan("")), 1, rng), Error);
  REQUIRE_THROWS_AS(network::gumbel_softmax(at::full({6, 5}, INFINITY), 1, rng), Error);
}

}  // namespace cellar
