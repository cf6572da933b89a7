#include "space/network/checks/expected_rounding.hpp"

#include <ATen/ATen.h>

#include "space/nb201/isomorphism.hpp"
#include "space/network/cell_network.hpp"
#include "space/network/checks/recorded_weights.hpp"
#include "space/network/initialisation.hpp"
#include "space/network/supernet.hpp"
#include "tests/space/network/random_tensors.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "tests/catch.hpp"

// Gradients that vanish by structure, beside those that do when they are computed.
namespace cellar {

namespace {

using network::ExpectedRounding;
using network::PassStructure;
using network::WeightNames;
using network::Weights;

const nb201::Skeleton kSkeleton{.channels = 3, .cells = 2, .image_size = 8};

// Scales, shifts and biases that are no longer those of the beginning.
void perturb(const Weights& weights, Rng& rng) {
  network::initialise_uniform(weights, rng.next());
  for (const Weights::Entry& entry : weights.entries()) {
    if (!entry.is_parameter || entry.tensor.dim() > 1) continue;
    entry.tensor.detach().add_(0.1 * test::normal(entry.tensor.sizes(), rng).to(entry.tensor.scalar_type()));
  }
}

void require_equal(const Weights& weights, const WeightNames& expected, const Architecture& cell) {
  const double largest = network::largest_gradient(weights);
  for (const Weights::Entry& entry : weights.entries()) {
    if (!entry.is_parameter) continue;
    const at::Tensor gradient = entry.tensor.grad();
    const double size = gradient.defined() ? network::magnitude(gradient) : 0;
    if (size == 0) continue;  // that of a part without effect
    CAPTURE(entry.name, nb201::format_cell(cell), size / largest);
    if (!expected.contains(entry.name)) {
      REQUIRE(size > 1e-11 * largest);
    } else {  // a scale vanishes but for epsilon: where variances are small that is not so little
      REQUIRE(size < (entry.name.ends_with("op.2.weight") ? 2e-3 : 1e-11) * largest);
    }
  }
}

Architecture drawn_cell(Rng& rng) {
  Architecture cell(nb201::kEdges.size());
  do {
    for (std::size_t edge = 0; edge < cell.size(); ++edge) cell[edge] = static_cast<std::uint8_t>(rng.below(5));
  } while (!nb201::connected(cell));
  return cell;
}

}  // namespace

TEST_CASE("The gradients that are said to vanish in a cell's network are those that do") {
  Rng rng(1);
  for (int i = 0; i < 60; ++i) {
    const Architecture cell = drawn_cell(rng);
    network::CellNetwork network(cell, kSkeleton, {at::kDouble});
    perturb(network.weights(), rng);
    const at::Tensor images = test::normal({6, 3, 8, 8}, rng);
    const at::Tensor logits = network.forward(images, {.training = true}).logits;
    at::cross_entropy_loss(logits, at::arange(6)).backward();
    require_equal(network.weights(), network::vanishing_gradients(network.weights(), PassStructure::paths(2, {cell})),
                  cell);
  }
}

TEST_CASE("The gradients that are said to vanish in a supernet are those that do, in mixtures and on paths") {
  Rng rng(2);
  for (const bool affine : {false, true}) {
    network::SupernetOptions options;
    options.skeleton = kSkeleton;
    options.cells = options.head = {affine, true};
    for (int i = 0; i < 12; ++i) {
      network::Supernet supernet(options, {at::kDouble});
      perturb(supernet.weights(), rng);
      const at::Tensor images = test::normal({6, 3, 8, 8}, rng);
      const Architecture cell = drawn_cell(rng);
      const bool mixes = i % 3 == 0;
      const at::Tensor weights = test::normal({6, 5}, rng).softmax(1);
      const network::Output output = mixes ? supernet.mixture(images, weights, {.training = true})
                                           : supernet.paths(images, {&cell, 1}, {.training = true});
      at::cross_entropy_loss(output.logits, at::arange(6)).backward();
      const auto structure = mixes ? PassStructure::mixture(2) : PassStructure::paths(2, {cell});
      require_equal(supernet.weights(), network::vanishing_gradients(supernet.weights(), structure), cell);
    }
  }
}

TEST_CASE("Only where a node does not depend on the images, or a layer is dropped for all, is more rounding expected") {
  const network::Supernet supernet({.skeleton = kSkeleton}, {at::kDouble});
  const at::Tensor images = at::zeros({2, 3, 8, 8}, at::kDouble);
  const auto answers = [&](PassStructure structure, const at::Tensor& masks = {}) {
    structure.masks = masks;
    return network::expected_rounding(supernet.weights(), structure, images).answers / 0x1p-53;
  };
  const auto of_cell = [&](const std::string& text) {
    return answers(PassStructure::paths(2, {nb201::parse_cell(text)}));
  };
  REQUIRE(answers(PassStructure::mixture(2)) == 0);
  REQUIRE(of_cell("|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|") == 0);
  const double enlarged = std::sqrt(1e5);  // by one normalisation
  REQUIRE(of_cell("|none~0|+|none~0|nor_conv_1x1~1|+|skip_connect~0|none~1|skip_connect~2|") == Approx(enlarged));
  REQUIRE(of_cell("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|") == Approx(enlarged));
  REQUIRE(of_cell("|none~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|nor_conv_3x3~2|") == Approx(std::pow(enlarged, 3)));
  at::Tensor masks = at::ones({8, 2}, at::kDouble);
  masks[7][0] = 0;
  REQUIRE(answers(PassStructure::mixture(2), masks) == 0);
  masks[7][1] = 0;  // the last cell, for both images
  REQUIRE(answers(PassStructure::mixture(2), masks) == Approx(enlarged));
  masks[7].fill_(1);
  masks[5].fill_(0);  // the residual block before two cells
  REQUIRE(answers(PassStructure::mixture(2), masks) == Approx(std::pow(enlarged, 7)));
}

TEST_CASE(
    "Answers of dead cells lie within the rounding that is expected of them, from one way to compute to another") {
  Rng rng(3);
  int dead = 0;
  for (std::uint32_t code = 0; code < 15625 && dead < 40; code += 7) {
    Architecture cell(nb201::kEdges.size());
    for (std::size_t edge = 0, rest = code; edge < cell.size(); ++edge, rest /= 5) {
      cell[edge] = static_cast<std::uint8_t>(rest % 5);
    }
    if (nb201::connected(cell)) continue;
    ++dead;
    for (const at::ScalarType type : {at::kDouble, at::kFloat}) {
      network::Supernet supernet({.skeleton = kSkeleton}, {type});
      perturb(supernet.weights(), rng);
      const at::Tensor images = test::normal({4, 3, 8, 8}, rng).to(type);
      const auto expected = network::expected_rounding(supernet.weights(), PassStructure::paths(2, {cell}), images);
      const at::Tensor fused = supernet.paths(images, {&cell, 1}, {.training = true}).features;
      const at::Tensor plain = supernet.paths(images, {&cell, 1}, {.training = true, .by_operation = true}).features;
      CAPTURE(nb201::format_cell(cell), expected.answers);
      REQUIRE(network::magnitude(fused) <= expected.answers);
      REQUIRE(network::magnitude(plain) <= std::min(1.0, 10 * expected.answers));
    }
  }
  REQUIRE(dead == 40);
}

}  // namespace cellar
