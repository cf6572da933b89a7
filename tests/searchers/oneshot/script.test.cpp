#include <ATen/ATen.h>

#include "searchers/oneshot/found_cell.hpp"
#include "searchers/oneshot/script.hpp"
#include "searchers/oneshot/unrolled.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "core/formats/search_checkpoint/search_checkpoint.hpp"
#include "searchers/oneshot/other_settings.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

// What a search does otherwise when it follows NAS-Bench-201's scripts. Their steps themselves are the recorded ones
// (data/oneshot/supernet_nb201); here, that they are made, and in this order.
namespace cellar {

namespace {

using oneshot::Method;
using oneshot::SearchPlan;

SearchPlan plan_of(const std::string& name, const Method& method) {
  SearchPlan plan{.name = name, .method = method, .options = {}};
  plan.options.images = "toy";
  plan.options.channels = 4;
  plan.options.cells = 1;
  plan.options.epochs = 2;
  plan.options.batch = 16;
  plan.options.valid_batch = 16;
  plan.options.track = true;
  plan.candidates = 4;
  plan.last_candidates = 4;
  if (name == "enas") plan.controller.emplace();
  return plan;
}

SearchPlan followed(SearchPlan plan) {
  oneshot::follow_nas_bench_201(plan);
  return plan;
}

// A search that has not begun, of this plan.
struct Begun {
  explicit Begun(SearchPlan made)
      : plan(std::move(made)),
        images(load_search_images(plan.options, "cifar10", resources, 1, plan.augments_validation)),
        state(plan.supernet(images.classes), plan.trainer(), plan.controller ? &*plan.controller : nullptr,
              {at::kDouble}) {
    state.initialise(1);
  }

  oneshot::SearchContext context() { return {plan, images, state, 1, resources}; }

  Resources resources;
  SearchPlan plan;
  oneshot::SearchImages images;
  oneshot::SearchState state;
};

// Passes that moved the running statistics of the stem.
std::int64_t passes(const Begun& search) {
  for (const network::Weights::Entry& entry : search.state.supernet.weights().entries()) {
    if (entry.name.ends_with("stem.1.num_batches_tracked")) return entry.tensor.item<std::int64_t>();
  }
  return -1;
}

}  // namespace

TEST_CASE("NAS-Bench-201's scripts clip to 5, but for SETN's, and have a head of their own") {
  for (const auto& [name, method] : {std::pair{"darts", oneshot::kDarts}, {"setn", oneshot::kSetn}}) {
    const SearchPlan plan = followed(plan_of(name, method));
    REQUIRE(plan.trainer().clip == (plan.name == "setn" ? std::nullopt : std::optional(5.0)));
    const network::SupernetOptions network = plan.supernet(10);
    REQUIRE(network.head.affine);
    REQUIRE(network.head.track);
    REQUIRE(network.names == network::SupernetOptions::Names::nas_bench_201);
  }
  SearchPlan shorter = plan_of("darts", oneshot::kDarts);
  shorter.options.clip = 2.5;
  REQUIRE(followed(shorter).trainer().clip == 2.5);
  REQUIRE_FALSE(plan_of("darts", oneshot::kDarts).trainer().clip.has_value());
}

TEST_CASE(
    "ENAS's controller has the constants of NAS-Bench-201's script, and sees images that are cropped and flipped") {
  SearchPlan before = plan_of("enas", oneshot::kEnas);
  before.controller->updates = 7;
  const SearchPlan plan = followed(before);
  REQUIRE(plan.controller->updates == 7);  // an argument of the script
  REQUIRE(plan.controller->adam.beta1 == 0);
  REQUIRE(plan.controller->next_baseline == oneshot::ControllerTraining::NextBaseline::last);
  REQUIRE(plan.augments_validation);
}

TEST_CASE("A search loads its validation images as they are, or augmented where its script does") {
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) {
    std::cout << "SKIPPED: the package dataset-fashion-mnist is not installed\n";
    return;
  }
  SearchPlan plan = plan_of("enas", oneshot::kEnas);
  plan.options.images = "fashion-mnist";
  plan.options.most_images = 16;
  const auto first = [&](bool augments) {
    return load_search_images(plan.options, "cifar10", {}, 1, augments).validation.batch(0, 0);
  };
  const network::Batch plain = first(false), augmented = first(true);
  REQUIRE(at::equal(plain.labels, augmented.labels));
  REQUIRE_FALSE(at::equal(plain.images, augmented.images));
}

TEST_CASE("RSPS and ENAS of NAS-Bench-201 make no pass for the architecture: statistics move once in a step") {
  for (const auto& [name, method] : {std::pair{"rsps", oneshot::kRsps}, {"enas", oneshot::kEnas}}) {
    CAPTURE(name);
    Begun theirs(followed(plan_of(name, method))), natss(plan_of(name, method));
    const oneshot::EpochMeans own = train_epoch(theirs.context()), all = train_epoch(natss.context());
    const std::int64_t steps = theirs.images.training.steps();
    REQUIRE(passes(theirs) == steps);
    REQUIRE(passes(natss) == 2 * steps);
    REQUIRE(std::isnan(own.alpha_loss));
    REQUIRE(std::isfinite(own.weight_loss));
    REQUIRE(std::isfinite(all.alpha_loss));
  }
}

TEST_CASE("GDAS of NAS-Bench-201 is judged by the epoch's passes of the architecture, not by the validation images") {
  Begun theirs(followed(plan_of("gdas", oneshot::kGdas))), natss(plan_of("gdas", oneshot::kGdas));
  const oneshot::EpochMeans means = train_epoch(theirs.context());
  find_cell(theirs.context(), means);
  REQUIRE(means.alpha_accuracy > 0);
  REQUIRE(means.alpha_accuracy <= 100);
  REQUIRE(theirs.state.accuracies.at(0) == means.alpha_accuracy);
  REQUIRE(passes(theirs) == 2 * theirs.images.training.steps());  // validation does not move them
  REQUIRE(std::isnan(train_epoch(natss.context()).alpha_accuracy));
}

TEST_CASE("DARTS's second order of NAS-Bench-201 moves the architecture parameters first, as done by hand") {
  Method method = oneshot::kDarts;
  method.update = Method::Update::second_order;
  Begun search(followed(plan_of("darts", method))), by_hand(followed(plan_of("darts", method)));
  train_epoch(search.context());
  oneshot::Trainer& trainer = by_hand.state.trainer;
  const double rate = by_hand.plan.options.schedule().rate(0, 0);
  const auto context = by_hand.context();
  for (std::int64_t step = 0; step < by_hand.images.training.steps(); ++step) {
    const network::SearchBatch batch = by_hand.images.training.batch(0, step);
    const oneshot::Batch base = on_device(context, batch.base_x, batch.base_y);
    const oneshot::Batch arch = on_device(context, batch.arch_x, batch.arch_y);
    network::Pass pass;
    pass.training = true;
    trainer.apply_alpha_gradient(unrolled_gradient(trainer, base, arch, rate, pass).gradient);
    trainer.weight_step(base, oneshot::Mixture{}, rate, pass);
  }
  const network::Weights own = search.state.model(), expected = by_hand.state.model();
  for (const network::Weights::Entry& entry : own.entries()) {
    CAPTURE(entry.name);
    REQUIRE(at::equal(entry.tensor, expected.find(entry.name)));
  }
}

TEST_CASE("Candidates of NAS-Bench-201's random search may repeat, those of NATS-Bench's do not") {
  Rng rng(1);
  constexpr std::size_t kMany = 1000;  // of 15,625: that none comes twice has a probability below 1e-13
  const auto count = [&](Method::Derivation derivation) {
    const auto cells = oneshot::candidates(derivation, {{}, nullptr}, kMany, rng);
    REQUIRE(cells.size() == kMany);
    std::vector<Architecture> sorted(cells.begin(), cells.end());
    std::sort(sorted.begin(), sorted.end());
    return static_cast<std::size_t>(std::unique(sorted.begin(), sorted.end()) - sorted.begin());
  };
  REQUIRE(count(followed(plan_of("rsps", oneshot::kRsps)).method.derive) < kMany);
  REQUIRE(count(oneshot::kRsps.derive) == kMany);
}

TEST_CASE("What a checkpoint was searched with and this search is not is named, of the original's checkpoints") {
  const auto reference = test::reference("data/oneshot/checkpoints");
  if (reference.empty()) return;
  const auto others = [&](const std::string& folder, const SearchPlan& plan) {
    return other_settings(read_search_checkpoint(reference / folder / "seed-777-basic.pth"), plan);
  };
  SearchPlan enas = plan_of("enas", oneshot::kEnas);
  enas.candidates = 100;
  enas.last_candidates = 100;
  REQUIRE(others("nb201_ENAS", enas) ==
          "period=0 instead of 10, rate=0.025 instead of 0.05, least_rate=0.001 instead of 0.0005, "
          "weight_decay=0.0005 instead of 0.00025, updates=50 instead of 5, samples=20 instead of 4, "
          "last_candidates=100 instead of 10");
  SearchPlan darts = plan_of("darts", oneshot::kDarts);
  REQUIRE(others("nb201_DARTS-V1", darts) == "clip=0 instead of 5");
  REQUIRE(others("nb201_DARTS-V1", followed(darts)).empty());
  REQUIRE(others("nats_darts-v1", darts).empty());
  darts.options.nesterov = false;
  darts.options.alpha_rate = 1e-3;
  REQUIRE(others("nats_darts-v1", darts) == "nesterov=off instead of on, alpha_rate=0.001 instead of 0.0003");
  REQUIRE(others("nats_random", plan_of("rsps", oneshot::kRsps)) == "candidates=4 instead of 10");
}

}  // namespace cellar
