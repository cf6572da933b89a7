#include "space/network/initialisation.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "space/network/cell_network.hpp"
#include "space/network/supernet.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

using network::CellNetwork;
using network::Weights;

// Against the figures of the original's tensors. Both are draws: a mean, and a standard deviation, of n numbers uniform
// over +-bound may lie six standard errors apart. (Biases are recorded without a bound: it is their weight's.)
void compare(const nlohmann::json& recorded, const Weights& weights) {
  double bound = 0;
  int compared = 0;
  for (const auto& row : recorded.at("rows")) {
    const std::string name = row.at("name");
    const at::Tensor own = weights.find(name);
    if (!own.defined()) continue;  // architecture parameters, a controller
    CAPTURE(name);
    REQUIRE(own.sizes().vec() == row.at("shape").get<std::vector<std::int64_t>>());
    const at::Tensor values = own.detach().to(at::kDouble);
    ++compared;
    if (row.at("std") == 0.0) {
      REQUIRE(values.eq(row.at("mean").get<double>()).all().item<bool>());
      continue;
    }
    if (!row.at("bound").is_null()) bound = row.at("bound");
    const double n = static_cast<double>(values.numel());
    const double deviation = bound / std::sqrt(3);
    REQUIRE(values.abs().max().item<double>() <= bound * (1 + 1e-7));  // rounded to float
    REQUIRE(values.abs().max().item<double>() >= bound * (1 - 20 / n));
    REQUIRE(std::abs(values.mean().item<double>() - row.at("mean").get<double>()) < 6 * deviation * std::sqrt(2 / n));
    const double spread = deviation * std::sqrt(0.4 / n);  // of the difference of two standard deviations
    REQUIRE(std::abs(values.std(false).item<double>() - row.at("std").get<double>()) < 6 * spread);
  }
  REQUIRE(compared > 200);
}

Architecture cell(const std::string& text) { return nb201::parse_cell(text); }

}  // namespace

TEST_CASE("Networks are initialised with the bounds, means and deviations of the original's") {
  const auto file = test::reference("data/oneshot/init/init_stats.json");
  if (file.empty()) return;
  std::ifstream stream(file);
  const auto recorded = nlohmann::json::parse(stream);
  network::Supernet supernet({}, {});
  network::initialise_uniform(supernet.weights(), 1);
  compare(recorded.at("supernet_generic_gdas"), supernet.weights());
  const CellNetwork net(cell("|nor_conv_3x3~0|+|nor_conv_3x3~0|none~1|+|none~0|none~1|nor_conv_1x1~2|"), {}, {});
  network::initialise_uniform(net.weights(), 1);
  compare(recorded.at("discrete_resnet_like"), net.weights());
}

TEST_CASE("A layer's initial values depend on seed and name alone, and on its type by rounding") {
  const nb201::Skeleton skeleton{.channels = 4, .cells = 1};
  const CellNetwork large(cell("|nor_conv_3x3~0|+|nor_conv_3x3~0|none~1|+|none~0|none~1|nor_conv_1x1~2|"), skeleton,
                          {at::kDouble});
  const CellNetwork small(cell("|none~0|+|nor_conv_3x3~0|none~1|+|none~0|none~1|none~2|"), skeleton, {at::kFloat});
  for (const auto initialise : {network::initialise_uniform, network::initialise_normal}) {
    initialise(large.weights(), 5);
    initialise(small.weights(), 5);
    for (const Weights::Entry& entry : small.weights().entries()) {
      CAPTURE(entry.name);
      REQUIRE(entry.tensor.equal(large.weights().find(entry.name).to(entry.tensor.scalar_type())));
    }
    const at::Tensor before = small.weights().find("classifier.weight").clone();
    initialise(small.weights(), 6);
    REQUIRE_FALSE(before.isclose(small.weights().find("classifier.weight")).any().item<bool>());
  }
}

TEST_CASE("Normal initial values are normal") {
  const CellNetwork net(cell("|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|"), {}, {});
  network::initialise_normal(net.weights(), 1);
  const at::Tensor values = net.weights().find("cells.16.layers.0.op.1.weight").flatten().to(at::kDouble);
  const double n = static_cast<double>(values.numel());
  REQUIRE(std::abs(values.mean().item<double>()) < 5 / std::sqrt(n));
  REQUIRE(std::abs(values.var().item<double>() - 1) < 5 * std::sqrt(2 / n));
  REQUIRE(std::abs(values.abs().lt(1).to(at::kDouble).mean().item<double>() - std::erf(std::sqrt(0.5))) <
          5 * 0.5 / std::sqrt(n));
  REQUIRE(net.weights().find("classifier.bias").eq(0).all().item<bool>());
}

}  // namespace cellar
