#include "searchers/oneshot/controller.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "searchers/oneshot/cell_codes.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"
#include "tests/space/chi_square.hpp"

namespace cellar {

using oneshot::Controller;

namespace {

// With larger weights than those of the start, so that its probabilities differ.
Controller made_up_controller() {
  Controller controller({}, {at::kDouble});
  Rng rng(1);
  controller.initialise(rng);
  network::Weights weights;
  controller.collect("", weights);
  const c10::NoGradGuard no_grad;
  for (const at::Tensor& weight : weights.parameters()) weight.mul_(8);
  return controller;
}

std::vector<Architecture> all_cells() {
  std::vector<Architecture> cells;
  for (std::size_t code = 0; code < oneshot::kCells; ++code) cells.push_back(oneshot::cell_of_code(code));
  return cells;
}

}  // namespace

TEST_CASE("A controller's probabilities of all cells sum to one, and it draws cells with them") {
  const Controller controller = made_up_controller();
  const c10::NoGradGuard no_grad;
  const at::Tensor probabilities = controller.evaluate(all_cells()).log_probabilities.exp();
  REQUIRE(probabilities.sum().item<double>() == Approx(1).epsilon(1e-12));
  Rng rng(2);
  const auto drawn = controller.sample(20000, rng);
  for (const std::size_t last : {std::size_t{1}, std::size_t{5}}) {  // the first and the last two edges
    const std::int64_t before = last == 1 ? 1 : 625, after = last == 1 ? 625 : 1;
    const at::Tensor sums = probabilities.view({before, 25, after}).sum(at::IntArrayRef{0, 2});
    const double* expected = sums.data_ptr<double>();
    std::vector<std::uint64_t> counts(25);
    for (const Architecture& cell : drawn.cells) ++counts.at(cell[last - 1] * 5U + cell[last]);
    CAPTURE(last);
    REQUIRE(test::chi_square_deviate(counts, {expected, expected + 25}) < 4);
  }
}

TEST_CASE("Cells evaluated together are what they are alone, and what they were when drawn") {
  const Controller controller = made_up_controller();
  Rng rng(3);
  const auto drawn = controller.sample(7, rng);
  const auto together = controller.evaluate(drawn.cells);
  REQUIRE((together.cells == drawn.cells));
  REQUIRE(at::allclose(together.log_probabilities, drawn.log_probabilities, 1e-13, 0));
  for (std::size_t i = 0; i < drawn.cells.size(); ++i) {
    const auto alone = controller.evaluate({&drawn.cells[i], 1});
    const auto row = static_cast<std::int64_t>(i);
    REQUIRE(alone.log_probabilities.item<double>() == Approx(drawn.log_probabilities[row].item<double>()));
    REQUIRE(alone.entropies.item<double>() == Approx(drawn.entropies[row].item<double>()));
  }
}

TEST_CASE("Gradients of a controller are those of finite differences") {
  const Controller controller = made_up_controller();
  network::Weights weights;
  controller.collect("", weights);
  Rng rng(4);
  const auto cells = controller.sample(3, rng).cells;
  const auto value = [&] {
    const auto sample = controller.evaluate(cells);
    return (sample.log_probabilities + 0.3 * sample.entropies).sum();
  };
  value().backward();
  const c10::NoGradGuard no_grad;
  for (const auto& entry : weights.entries()) {
    const at::Tensor flat = entry.tensor.view({-1});
    const std::int64_t place = rng.below(static_cast<std::uint32_t>(flat.numel()));
    const double step = 1e-6;
    flat[place] += step;
    const double above = value().item<double>();
    flat[place] -= 2 * step;
    const double below = value().item<double>();
    flat[place] += step;
    CAPTURE(entry.name, place);
    REQUIRE(entry.tensor.grad().view({-1})[place].item<double>() ==
            Approx((above - below) / (2 * step)).epsilon(1e-5).margin(1e-7));
  }
}

TEST_CASE("A controller begins with the original's names, shapes and spreads of weights") {
  const auto file = test::reference("data/oneshot/init/init_stats.json");
  if (file.empty()) return;
  std::ifstream stream(file);
  const auto stats = nlohmann::json::parse(stream);
  Controller controller({}, {});
  Rng rng(5);
  controller.initialise(rng);
  network::Weights weights;
  controller.collect("controller.", weights);
  std::size_t found = 0;
  for (const auto& row : stats.at("supernet_generic_enas").at("rows")) {
    const std::string name = row.at("name");
    if (!name.starts_with("controller.")) continue;
    CAPTURE(name);
    REQUIRE(weights.entries().at(found++).name == name);
    const at::Tensor weight = weights.find(name);
    REQUIRE(weight.sizes().vec() == row.at("shape").get<std::vector<std::int64_t>>());
    const double bound =
        row.at("max").get<double>() > 0.1 || row.at("min").get<double>() < -0.1 ? 1 / std::sqrt(32) : 0.1;
    const double numbers = static_cast<double>(weight.numel());
    REQUIRE(weight.abs().max().item<double>() <= bound);
    // The standard deviation of n uniform numbers is off by 0.45 / sqrt(n) of itself.
    if (numbers >= 100)
      REQUIRE(std::abs(weight.std().item<double>() * std::sqrt(3) / bound - 1) < 4 * 0.45 / std::sqrt(numbers));
  }
  REQUIRE(found == weights.entries().size());
}

}  // namespace cellar
