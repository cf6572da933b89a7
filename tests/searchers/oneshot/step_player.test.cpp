#include "searchers/oneshot/step_player.hpp"

#include <ATen/ATen.h>
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <vector>

#include "searchers/oneshot/mixture_steps.hpp"
#include "space/network/initialisation.hpp"
#include "tests/catch.hpp"

namespace cellar {

using namespace oneshot;

namespace {

constexpr std::int64_t kImages = 4;

// A search of mixtures, and its steps one after the other or held and played.
struct Search {
  explicit Search(const SearchPlan& given)
      : plan(given),
        supernet(plan.supernet(10), {}),
        alphas(at::zeros({6, 5}).set_requires_grad(true)),
        trainer(supernet, alphas, plan.trainer()) {
    network::initialise_uniform(supernet.weights(), 1);
  }

  SearchPlan plan;
  network::Supernet supernet;
  at::Tensor alphas;
  Trainer trainer;
};

SearchPlan make_plan(Method::Update update, bool regularised) {
  SearchPlan plan;
  plan.name = "darts";
  plan.method = kDarts;
  plan.method.update = update;
  plan.options.channels = 4;
  plan.options.cells = 1;
  if (regularised)
    plan.regulariser = [](const at::Tensor& alphas, int epoch) { return alphas.logsumexp(-1).mean() * epoch; };
  return plan;
}

StepInputs inputs(std::uint64_t seed, std::int64_t images) {
  const auto batch = [&](std::uint64_t stream) {
    at::manual_seed(2 * seed + stream);
    return Batch{at::randn({images, 3, 8, 8}), at::randint(10, {images}, at::kLong)};
  };
  return {batch(0), batch(1), at::full({}, 0.02 / static_cast<double>(seed + 1))};
}

}  // namespace

TEST_CASE("Steps that are held and played are those that are computed one after the other, to the byte") {
  const bool regularised = GENERATE(false, true);
  const auto update = GENERATE(Method::Update::first_order, Method::Update::second_order);
  if (regularised && update == Method::Update::second_order) return;
  const SearchPlan plan = make_plan(update, regularised);
  Search plain(plan), held(plan);
  MixtureSteps steps(held.trainer, held.plan);
  const network::Pass pass{.training = true};
  for (int step = 0; step < 12; ++step) {
    const int epoch = step / 6;
    // The last batch of an epoch is smaller.
    const StepInputs shown = inputs(static_cast<std::uint64_t>(step), step % 6 == 5 ? kImages / 2 : kImages);
    const Passed weights = plain.trainer.weight_step(shown.base, Mixture{}, shown.rate, pass);
    const Passed alphas =
        update == Method::Update::second_order
            ? unrolled_step(plain.trainer, shown, pass)
            : plain.trainer.alpha_step(shown.arch, Mixture{}, pass, regulariser_of(plain.plan, epoch));
    REQUIRE(steps.weight_step(shown).logits.equal(weights.logits));
    REQUIRE(steps.alpha_step(shown, epoch).loss.equal(alphas.loss));
    REQUIRE(held.alphas.equal(plain.alphas));
  }
  for (const auto& [name, tensor, is_parameter] : plain.supernet.weights().entries()) {
    CAPTURE(name);
    REQUIRE(held.supernet.weights().find(name).equal(tensor));
  }
  REQUIRE(held.trainer.adam().states()[0].step == plain.trainer.adam().states()[0].step);
}

TEST_CASE("A part of a step reads its inputs where they were first, but for batches of another size") {
  std::vector<const void*> places;
  StepPlayer player(at::kCPU, [&](const StepInputs& given) {
    places.push_back(given.base.images.data_ptr());
    return Passed{{}, given.base.images.sum() * std::get<at::Tensor>(given.rate)};
  });
  const std::vector<std::int64_t> sizes = {4, 4, 4, 3, 4, 4, 3, 4};  // the fourth, which would be recorded, is smaller
  std::vector<StepInputs> all;
  for (const std::int64_t size : sizes) {
    const auto number = static_cast<double>(all.size());
    all.push_back({{at::full({size, 1}, number), {}}, {}, at::full({}, 0.5)});
    REQUIRE(player(all.back()).loss.item<double>() == 0.5 * static_cast<double>(size) * number);
  }
  REQUIRE(places.size() == sizes.size());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const bool is_own = places[i] == all[i].base.images.data_ptr();
    REQUIRE(is_own == (i < 4 || sizes[i] == 3));
  }
  REQUIRE(places[4] == places[5]);
  REQUIRE(places[5] == places[7]);
}

}  // namespace cellar
