#include "space/network/sgd.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "space/network/cosine_schedule.hpp"
#include "tests/catch.hpp"

namespace cellar {

using network::CosineSchedule;
using network::Sgd;

TEST_CASE("A weight that no gradient has reached stays, and once one has, decay and momentum go on") {
  const at::Tensor weight = at::full({1}, 2.0, at::kDouble).set_requires_grad(true);
  Sgd sgd({weight}, {.momentum = 0.5, .weight_decay = 0.1, .nesterov = true});
  sgd.zero_grad();
  sgd.step(1);
  REQUIRE(weight.item<double>() == 2);
  (3 * weight).sum().backward();
  sgd.step(1);  // d = 3 + 0.2, buffer = d: the first is not damped
  REQUIRE(weight.item<double>() == Approx(2 - (3.2 + 0.5 * 3.2)));
  const double before = weight.item<double>();
  sgd.zero_grad();
  sgd.step(1);
  const double descent = 0.1 * before, buffer = 0.5 * 3.2 + descent;
  REQUIRE(weight.item<double>() == Approx(before - (descent + 0.5 * buffer)));
}

TEST_CASE("Learning rates rise in the warm-up, fall like a cosine, and stay") {
  const CosineSchedule schedule{.highest = 1, .least = 0.2, .epochs = 5, .warmup = 1};
  REQUIRE(schedule.rate(0, 0) == 0);
  REQUIRE(schedule.rate(0, 0.5) == 0.5);
  REQUIRE(schedule.rate(1, 0) == 1);
  REQUIRE(schedule.rate(1, 0.9) == 1);
  for (int epoch = 2; epoch < 5; ++epoch) REQUIRE(schedule.rate(epoch, 0) < schedule.rate(epoch - 1, 0));
  REQUIRE(schedule.rate(5, 0) == 0.2);
  REQUIRE(schedule.rate(9, 0) == 0.2);
  const CosineSchedule waves{.highest = 1, .least = 0, .epochs = 40, .period = 10};  // down ten epochs, up ten
  REQUIRE(waves.rate(10, 0) == Approx(0).margin(1e-12));
  REQUIRE(waves.rate(20, 0) == Approx(1));
}

}  // namespace cellar
