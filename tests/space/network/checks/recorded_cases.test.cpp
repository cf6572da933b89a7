#include <ATen/ATen.h>

#include "space/network/checks/check_cell_network.hpp"
#include "space/network/checks/check_layers.hpp"
#include "space/network/checks/check_proxies.hpp"
#include "space/network/checks/check_supernet.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>

#include "tests/space/network/checks/check_cases.hpp"

// What the original computed, computed again.
namespace cellar {

using network::Comparison;
using test::check_cases;

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
  const network::ReferenceKernels kernels;
  check_cases("data/oneshot/cell_net", "train5", network::check_training, 2);
}

TEST_CASE("A supernet's passes compute what the original's do in every mode, and the gradients of its weights") {
  check_cases("data/oneshot/supernet", "", network::check_supernet_passes, 14);
}

TEST_CASE("A trained supernet of NAS-Bench-201's scripts answers as the original's") {
  check_cases("data/oneshot/supernet_nb201", "", network::check_nb201_supernet_passes, 7);
}

TEST_CASE("Every proxy computes what the original's does, layer by layer, of dead cells too") {
  check_cases("data/oneshot", "proxies", network::check_proxies, 1);
}

TEST_CASE("What only a large rounding explains is undecided, what is precise for all that, or farther off, is not") {
  const auto compare = [](double off, double rounding) {
    Comparison comparison(network::tolerances(at::kDouble));
    comparison.value("x", at::full({3}, 1 + off, at::kDouble), at::ones({3}, at::kDouble), rounding);
    comparison.holds("another", true);
    return comparison;
  };
  const Comparison hidden = compare(1e-3, 1e-2), precise = compare(1e-12, 1e-2), beyond = compare(0.1, 1e-2);
  REQUIRE(hidden.undecided() == 1);
  REQUIRE(hidden.compared() == 1);
  REQUIRE(hidden.passed());
  REQUIRE(precise.undecided() == 0);
  REQUIRE(precise.compared() == 2);
  REQUIRE(precise.worst() > 1e-13);
  REQUIRE_FALSE(beyond.passed());
  REQUIRE(compare(2e-10, 1e-9).compared() == 2);  // a rounding that says something
}

TEST_CASE("A comparison fails where one value of one tensor is off, missing or no number") {
  const auto passed = [](const at::Tensor& computed, double rounding = 0) {
    Comparison comparison(network::tolerances(at::kDouble));
    comparison.value("x", computed, at::ones({3}, at::kDouble), rounding);
    return comparison.passed();
  };
  const at::Tensor right = at::ones({3}, at::kDouble);
  const auto with = [&](double value) {
    at::Tensor other = right.clone();
    other[1] = value;
    return other;
  };
  REQUIRE(passed(right));
  REQUIRE(passed(with(1 + 0.9e-10)));
  REQUIRE_FALSE(passed(with(1 + 1.1e-10)));
  REQUIRE(passed(with(1 + 1.1e-10), 1.2e-10));
  REQUIRE_FALSE(passed(with(1 + 1.1e-10), 1.05e-10));
  REQUIRE_FALSE(passed(with(std::nan(""))));
  REQUIRE_FALSE(passed(at::ones({4}, at::kDouble)));
  REQUIRE_FALSE(passed({}));
  REQUIRE_FALSE(Comparison(network::tolerances(at::kDouble)).passed());
}

}  // namespace cellar
