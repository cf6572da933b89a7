#include <ATen/ATen.h>

#include "searchers/oneshot/beta_darts.hpp"
#include "searchers/oneshot/training_epoch.hpp"
#include "space/network/checks/comparison.hpp"
#include "space/network/device.hpp"
#include "tests/space/network/separate_device.hpp"
#include "tests/space/network/step_observer.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <algorithm>
#include <optional>
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

// As NAS-Bench-201's script: images that are right are counted in every step.
Method judged_while_training() {
  Method method = oneshot::kGdas;
  method.judged = Method::Judged::while_training;
  return method;
}

const std::vector<Case> kCases = {{"darts", oneshot::kDarts},
                                  {"second order", second_order()},
                                  {"gdas", oneshot::kGdas},
                                  {"gdas, judged", judged_while_training(), true},
                                  {"setn", oneshot::kSetn},
                                  {"rsps", oneshot::kRsps},
                                  {"enas", oneshot::kEnas, false, true},
                                  {"clipped", oneshot::kDarts, true},
                                  {"beta-darts", oneshot::kBetaDarts, true},
                                  {"drnas", oneshot::kDrnas, true}};

oneshot::SearchPlan plan_of(const Case& one) {
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
  return plan;
}

oneshot::SearchState state_of(const oneshot::SearchPlan& plan, int classes, const network::TensorKind& kind) {
  oneshot::SearchState state(plan.supernet(classes), plan.trainer(), plan.controller ? &*plan.controller : nullptr,
                             kind);
  state.initialise(1);
  return state;
}

// Weights, running statistics, architecture parameters and controller after an epoch of search.
network::Weights trained(const Case& one, const network::TensorKind& kind) {
  const oneshot::SearchPlan plan = plan_of(one);
  Resources resources;
  resources.device = kind.device.str();
  const oneshot::SearchImages images = load_search_images(plan.options, "cifar10", resources, 1, false, kind.device);
  oneshot::SearchState state = state_of(plan, images.classes, kind);
  oneshot::train_epoch({plan, images, state, 1, resources});
  return state.model();
}

}  // namespace

TEST_CASE("Every tensor of an epoch of search has its input's type, and a step waits for one value at most") {
  for (const Case& one : kCases) {
    CAPTURE(one.name);
    const oneshot::SearchPlan plan = plan_of(one);
    const Resources resources;
    const oneshot::SearchImages images = load_search_images(plan.options, "cifar10", resources, 1, false);
    oneshot::SearchState state = state_of(plan, images.classes, {at::kDouble});
    const auto steps = static_cast<int>(images.training.steps());
    REQUIRE(steps > 2);
    const test::StepObserver observer;
    oneshot::train_epoch({plan, images, state, 1, resources});
    const auto& seen = test::StepObserver::seen();
    REQUIRE(seen.functions > 100 * steps);
    CAPTURE(seen.misplaced);
    REQUIRE(seen.misplaced.empty());
    REQUIRE(seen.reads <= steps);
  }
}

TEST_CASE("On the separate device a step of a search waits for nothing but the parameters that it draws from") {
  if (test::separate_device().is_cpu()) return;
  for (const Case& one : kCases) {
    CAPTURE(one.name);
    const oneshot::SearchPlan plan = plan_of(one);
    const network::TensorKind kind{at::kFloat, test::separate_device()};
    const Resources resources;
    const oneshot::SearchImages images = load_search_images(plan.options, "cifar10", resources, 1, false, kind.device);
    oneshot::SearchState state = state_of(plan, images.classes, kind);
    const test::StepObserver observer;
    oneshot::train_epoch({plan, images, state, 1, resources});
    const auto draws = [](Method::Draw draw) {
      return draw == Method::Draw::gumbel || draw == Method::Draw::dirichlet;
    };
    const bool looks = draws(plan.method.weights) || draws(plan.method.alphas);
    // The losses of the epoch come on top, and ENAS's controller, which draws cells there.
    const std::int64_t most = (looks || one.has_controller ? images.training.steps() : 0) + 2;
    CAPTURE(test::StepObserver::seen().reads, most);
    REQUIRE(test::StepObserver::seen().reads <= most);
  }
}

TEST_CASE("Validation batches of a search are the same on the separate device, in the type of its network") {
  const oneshot::SearchPlan plan = plan_of({"gdas", oneshot::kGdas});
  const Resources resources;
  const auto batches = [&](const network::TensorKind& kind) {
    const oneshot::SearchImages images = load_search_images(plan.options, "cifar10", resources, 1, true, kind.device);
    oneshot::SearchState state = state_of(plan, images.classes, kind);
    std::vector<oneshot::Batch> all;
    for (int i = 0; i < 4; ++i) all.push_back(oneshot::validation_batch({plan, images, state, 1, resources}, i));
    return all;
  };
  const auto expected = batches({at::kDouble}), own = batches({at::kDouble, test::separate_device()});
  for (std::size_t i = 0; i < expected.size(); ++i) {
    REQUIRE(own[i].images.device() == test::separate_device());
    REQUIRE(own[i].images.scalar_type() == at::kDouble);
    REQUIRE(own[i].images.cpu().equal(expected[i].images));
    REQUIRE(own[i].labels.cpu().equal(expected[i].labels));
  }
}

// On other devices cells are computed operation by operation. On the CPU, too, where oneDNN is off.
TEST_CASE("An epoch of search is the same on every device that is here, on a separate one, and without fused cells") {
  std::vector<at::Device> devices = {test::separate_device()};
  for (const std::string& name : network::available_devices()) devices.emplace_back(name);
  for (const Case& one : kCases) {
    const network::Weights expected = trained(one, {at::kDouble});
    for (const at::Device device : devices) {
      std::optional<network::ReferenceKernels> by_operation;
      if (device.is_cpu()) by_operation.emplace();
      const network::TensorKind kind{device.is_mps() ? at::kFloat : at::kDouble, device};  // Apple's has no float64
      const network::Weights own = trained(one, kind);
      for (const network::Weights::Entry& entry : expected.entries()) {
        CAPTURE(one.name, device.str(), entry.name);
        const at::Tensor tensor = own.find(entry.name);
        REQUIRE(tensor.device().type() == device.type());
        const at::Tensor difference = tensor.detach().cpu().to(at::kDouble) - entry.tensor.detach().to(at::kDouble);
        const double allowed = kind.type == at::kDouble ? 1e-9 : 1e-3;
        REQUIRE(network::magnitude(difference) <= allowed * std::max(1.0, network::magnitude(entry.tensor)));
      }
    }
  }
}

}  // namespace cellar
