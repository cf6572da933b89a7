#include "space/nb201/costs.hpp"

#include <fstream>

#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/space/reference_rows.hpp"

using cellar::Nb201;
using cellar::nb201::Costs;
using cellar::nb201::network_costs;
using cellar::nb201::skeleton;
using cellar::nb201::Skeleton;

TEST_CASE("FLOPs and parameters equal the official table's for all cells and data sets, to the last digit") {
  const auto file = cellar::test::reference("data/nb201.csv.gz");
  if (file.empty()) return;
  const cellar::test::Rows rows(file);
  const Nb201 space;
  for (const std::string dataset : {"cifar10", "cifar100", "ImageNet16-120"}) {
    int wrong = 0;
    for (std::size_t index = 0; index < rows.size(); ++index) {
      const Costs costs = network_costs(space.at(index), skeleton(dataset));
      if (std::to_string(costs.params) != rows.at(index, dataset + ".params")) ++wrong;
      if (costs.mflops() != std::stod(rows.at(index, dataset + ".mflops"))) ++wrong;
    }
    CAPTURE(dataset);
    CHECK(wrong == 0);
  }
}

TEST_CASE("FLOPs and parameters equal the original code's counts, also for 120 classes at 32 pixels") {
  const auto file = cellar::test::reference("data/oneshot/cell_net/flops_params.json");
  if (file.empty()) return;
  std::ifstream stream(file);
  const auto reference = nlohmann::json::parse(stream);
  const Nb201 space;
  REQUIRE(reference.at("rows").size() == 80);
  for (const auto& row : reference.at("rows")) {
    const Skeleton around{reference.at("C"), reference.at("N"), row.at("num_classes"), row.at("image")};
    const Costs costs = network_costs(space.parse(row.at("genotype").get<std::string>()), around);
    CHECK(costs.params == row.at("params").get<std::uint64_t>());
    CHECK(costs.mflops() == row.at("flops_M").get<double>());
  }
}

// By hand: stem 432 + 32, reduction blocks 14464 and 57600, last normalisation 128, classifier 650; one 3x3 convolution
// per cell adds 5 x (9 C^2 + 2 C) over C = 16, 32, 64.
TEST_CASE("Parameters agree with a sum by hand") {
  const Nb201 space;
  CHECK(network_costs({0, 0, 0, 0, 0, 0}, skeleton("cifar10")).params == 432 + 32 + 14464 + 57600 + 128 + 650);
  CHECK(network_costs({3, 0, 0, 0, 0, 0}, skeleton("cifar10")).params == 73306 + 5 * (2336 + 9280 + 36992));
}

TEST_CASE("none, skip_connect and avg_pool_3x3 are free, wherever they stand") {
  const Costs bare = network_costs({0, 0, 0, 0, 0, 0}, skeleton("cifar10"));
  CHECK(network_costs({4, 1, 4, 1, 4, 1}, skeleton("cifar10")) == bare);
}

TEST_CASE("An unknown data set has no skeleton") {
  CHECK(skeleton("cifar10-valid").classes == 10);
  CHECK_THROWS_WITH(skeleton("cifar11"), ContainsSubstring("unknown data set 'cifar11' (did you mean 'cifar10'?"));
}
