#include "space/network/cell_network.hpp"
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

}  // namespace

TEST_CASE("The network of a cell has as many parameters as the space says") {
  const Nb201 space;
  Rng rng(1);
  for (int i = 0; i < 20; ++i) {
    const Architecture cell = space.at(rng.below(15625));
    nb201::Skeleton skeleton;
    skeleton.channels = 4 + 2 * static_cast<int>(rng.below(7));
    skeleton.cells = 1 + static_cast<int>(rng.below(5));
    skeleton.classes = 1 + static_cast<int>(rng.below(120));
    const network::CellNetwork network(cell, skeleton, {});
    CAPTURE(space.format(cell), skeleton.channels, skeleton.cells, skeleton.classes);
    REQUIRE(count_parameters(network.weights()) == nb201::network_costs(cell, skeleton).params);
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
