#include "space/network/checks/check_layers.hpp"
#include "space/network/checks/check_supernet.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/nb201.hpp"
#include "space/network/cell_network.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

using network::Comparison;
using network::RecordedCase;

// Runs every case of a folder whose name begins with `prefix`.
template <class Check>
void check_cases(const std::string& folder, const std::string& prefix, const Check& check, int least) {
  const auto path = test::reference(folder);
  if (path.empty()) return;
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (!entry.is_directory() || !entry.path().filename().string().starts_with(prefix)) continue;
    const Comparison comparison = check(RecordedCase(entry.path()));
    CAPTURE(entry.path(), comparison.failed(), comparison.worst(), comparison.where());
    REQUIRE(comparison.passed());
    ++cases;
  }
  REQUIRE(cases >= least);
}

std::uint64_t count_parameters(const network::Weights& weights) {
  std::uint64_t count = 0;
  for (const auto& tensor : weights.parameters()) count += static_cast<std::uint64_t>(tensor.numel());
  return count;
}

}  // namespace

TEST_CASE("Every operation computes what the original's does, and its gradients and statistics") {
  for (const std::string name : {"none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"}) {
    check_cases("data/oneshot/ops", name, network::check_layer, 4);
  }
}

TEST_CASE("Stem, residual block, factorized reduction and last activation compute what the original's do") {
  for (const std::string name : {"stem", "resnet_basicblock", "factorized_reduce", "lastact"}) {
    check_cases("data/oneshot/ops", name, network::check_layer, 2);
  }
}

TEST_CASE("Pooling, linear layer and cross entropy compute what the original's do") {
  check_cases("data/oneshot/ops", "head_ce", network::check_head, 2);
}

TEST_CASE("Networks of one cell compute what the original's do, before, in and after training") {
  check_cases("data/oneshot/cell_net", "net", network::check_cell_network, 8);
}

TEST_CASE("Five steps of training the network of a cell are the original's") {
  check_cases("data/oneshot/cell_net", "train5", network::check_training, 2);
}

TEST_CASE("A supernet's passes compute what the original's do in every mode, and the gradients of its weights") {
  check_cases("data/oneshot/supernet", "", network::check_supernet_passes, 14);
}

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

TEST_CASE("A recorded case that is damaged is refused by file") {
  const test::TemporaryFolder folder;
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("cannot read") && ContainsSubstring("index.json"));
  test::write_file(folder / "index.json", "{");
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("no index of tensors"));
  const std::string index = R"({"tensors": {"x": {"file": "f8.npy", "offset": 1, "shape": [2], "dtype": "<f8"}}})";
  test::write_file(folder / "index.json", index);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()).tensor("y"), ContainsSubstring("has no tensor 'y'"));
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()).tensor("x"), ContainsSubstring("outside of its file"));
  const auto array = [&](const std::string& descr, std::size_t bytes) {
    const std::string header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (3,), }\n";
    test::write_file(folder / "f8.npy", std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(header.size()) +
                                            std::string(1, '\0') + header + std::string(bytes, '\0'));
  };
  array("<f8", 24);
  REQUIRE(RecordedCase(folder.path()).tensor("x").numel() == 2);
  array("<f8", 16);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()).tensor("x"), ContainsSubstring("outside of its file"));
  array("<f8", 23);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("is cut off"));
  array("<f4", 24);
  REQUIRE_THROWS_WITH(RecordedCase(folder.path()), ContainsSubstring("no values of type <f8"));
}

}  // namespace cellar
