#include <ATen/ATen.h>

#include "searchers/oneshot/beta_darts.hpp"
#include "searchers/oneshot/training_epoch.hpp"
#include "tests/space/network/step_observer.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <string>
#include <vector>

#include "tests/catch.hpp"

namespace cellar {

namespace {

using oneshot::Method;

struct Case {
  std::string name;
  Method method;
  bool clips = false;
  bool has_controller = false;
};

Method second_order() {
  Method method = oneshot::kDarts;
  method.update = Method::Update::second_order;
  return method;
}

const std::vector<Case> kCases = {{"darts", oneshot::kDarts},         {"second order", second_order()},
                                  {"gdas", oneshot::kGdas},           {"setn", oneshot::kSetn},
                                  {"rsps", oneshot::kRsps},           {"enas", oneshot::kEnas, false, true},
                                  {"clipped", oneshot::kDarts, true}, {"beta-darts", oneshot::kBetaDarts, true},
                                  {"drnas", oneshot::kDrnas, true}};

}  // namespace

TEST_CASE("Every tensor of an epoch of search has its input's type, and a step waits for one value at most") {
  for (const Case& one : kCases) {
    CAPTURE(one.name);
    oneshot::SearchPlan plan{.name = one.name, .method = one.method, .options = {}};
    if (one.name == "beta-darts") {
      plan.counted = oneshot::TrainerOptions::Counted::mixture;
      plan.regulariser = [](const at::Tensor& alphas, int) { return 2 * oneshot::beta_regulariser(alphas); };
    }
    plan.options.images = "toy";
    plan.options.channels = 3;
    plan.options.cells = 1;
    plan.options.batch = 16;
    plan.options.valid_batch = 16;
    plan.options.clip = one.clips ? 5 : 0;
    if (one.has_controller) plan.controller.emplace();
    const Resources resources;
    const oneshot::SearchImages images = load_search_images(plan.options, "cifar10", resources, 1);
    oneshot::SearchState state(plan.supernet(images.classes), plan.trainer(),
                               plan.controller ? &*plan.controller : nullptr, network::TensorKind{at::kDouble});
    state.initialise(1);
    const auto steps = static_cast<int>(images.training.steps());
    REQUIRE(steps > 2);
    const test::StepObserver observer;
    REQUIRE(oneshot::train_epoch({plan, images, state, 1, resources}).has_value());
    const auto& seen = test::StepObserver::seen();
    REQUIRE(seen.functions > 100 * steps);
    CAPTURE(seen.misplaced);
    REQUIRE(seen.misplaced.empty());
    REQUIRE(seen.reads <= steps);
  }
}

}  // namespace cellar
