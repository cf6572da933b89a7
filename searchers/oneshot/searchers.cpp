#include "searchers/oneshot/searchers.hpp"

#include <ATen/ATen.h>

#include <utility>

#include "searchers/oneshot/beta_darts.hpp"

namespace cellar::oneshot {

void Darts::Options::describe(OptionList& list) {
  list.choice("order", order, {"1", "2"}, "2: gradients through one step of the weights");
  describe_script(list);
  SearchOptions::describe(list);
}

void Gdas::Options::describe(OptionList& list) {
  list.real("tau_max", tau_max, 1e-6, 1e6, "temperature of the samples in the first epoch");
  list.real("tau_min", tau_min, 1e-6, 1e6, "and in the last");
  describe_script(list);
  SearchOptions::describe(list);
}

void CandidateOptions::describe(OptionList& list) {
  list.integer("candidates", candidates, 1, 15625, "cells that are compared with the shared weights");
  list.integer("last_candidates", last_candidates, 0, 15625, "once more after the last epoch; 0: as many");
  describe_script(list);
  SearchOptions::describe(list);
}

Darts::Darts(const Problem& problem, const Options& options, Rng rng, const Resources& resources)
    : SharedSearch(
          problem,
          {.name = "darts",
           .method = {kDarts.weights, kDarts.alphas,
                      options.order == "2" ? Method::Update::second_order : Method::Update::first_order, kDarts.derive},
           .options = options},
          rng, resources) {}

Gdas::Gdas(const Problem& problem, const Options& options, Rng rng, const Resources& resources)
    : SharedSearch(problem,
                   {.name = "gdas",
                    .method = kGdas,
                    .options = options,
                    .highest_temperature = options.tau_max,
                    .least_temperature = options.tau_min},
                   rng, resources) {}

namespace {

// Those of a search that compares candidates.
SearchPlan candidate_plan(std::string name, const Method& method, const CandidateOptions& options) {
  const int last = options.last_candidates > 0 ? options.last_candidates : options.candidates;
  return {.name = std::move(name),
          .method = method,
          .options = options,
          .candidates = static_cast<std::size_t>(options.candidates),
          .last_candidates = static_cast<std::size_t>(last)};
}

}  // namespace

Setn::Setn(const Problem& problem, const Options& options, Rng rng, const Resources& resources)
    : SharedSearch(problem, candidate_plan("setn", kSetn, options), rng, resources) {}

Rsps::Rsps(const Problem& problem, const Options& options, Rng rng, const Resources& resources)
    : SharedSearch(problem, candidate_plan("rsps", kRsps, options), rng, resources) {}

namespace {

SearchPlan enas_plan(const Enas::Options& options) {
  SearchPlan plan = candidate_plan("enas", kEnas, options);
  ControllerTraining::Options& controller = plan.controller.emplace();
  controller.updates = options.updates;
  controller.samples = static_cast<std::size_t>(options.samples);
  controller.learning_rate = options.controller_rate;
  return plan;
}

}  // namespace

void Enas::Options::describe(OptionList& list) {
  list.integer("updates", updates, 1, 100'000, "updates of the controller after each epoch");
  list.integer("samples", samples, 1, 100'000, "cells in an update");
  list.real("controller_rate", controller_rate, 1e-9, 100, "learning rate of the controller");
  CandidateOptions::describe(list);
}

Enas::Enas(const Problem& problem, const Options& options, Rng rng, const Resources& resources)
    : SharedSearch(problem, enas_plan(options), rng, resources) {}

namespace {

// What both scripts have alike: cells that track but do not scale, a head that does both, clipped plain momentum.
void as_successors_of_darts(SearchOptions& options) {
  options.track = true;
  options.weight_decay = 3e-4;
  options.nesterov = false;
  options.clip = 5;
}

constexpr network::NormOptions kWholeNorm{true, true};

SearchPlan beta_plan(const BetaDarts::Options& options) {
  const BetaWeight weight{.last = options.beta};
  return {.name = "beta-darts",
          .method = kBetaDarts,
          .options = options,
          .head = kWholeNorm,
          .counted = TrainerOptions::Counted::mixture,
          .regulariser = [weight](const at::Tensor& alphas, int epoch) {
            return weight.at(epoch) * beta_regulariser(alphas);
          }};
}

SearchPlan drnas_plan(const Drnas::Options& options) {
  SearchPlan plan{.name = "drnas",
                  .method = kDrnas,
                  .options = options,
                  .head = kWholeNorm,
                  .counted = TrainerOptions::Counted::this_pass};
  plan.options.alpha_decay = options.regulariser == "l2" ? options.scale : 0;
  if (options.regulariser == "kl") {
    plan.regulariser = [scale = options.scale](const at::Tensor& alphas, int /*epoch*/) {
      return scale * dirichlet_divergence(dirichlet_concentration(alphas)).sum();
    };
  }
  return plan;
}

}  // namespace

BetaDarts::Options::Options() { as_successors_of_darts(*this); }
Drnas::Options::Options() { as_successors_of_darts(*this); }

void BetaDarts::Options::describe(OptionList& list) {
  list.real("beta", beta, 0, 1e6, "weight of the regulariser at epoch 100; it grows from 0 in equal steps");
  SearchOptions::describe(list);
}

void Drnas::Options::describe(OptionList& list) {
  list.choice("regulariser", regulariser, {"l2", "kl"},
              "of the architecture parameters: decay, or the divergence from the uniform distribution");
  list.real("scale", scale, 0, 1e6, "its weight; alpha_decay has no effect");
  SearchOptions::describe(list);
}

BetaDarts::BetaDarts(const Problem& problem, const Options& options, Rng rng, const Resources& resources)
    : SharedSearch(problem, beta_plan(options), rng, resources) {}

Drnas::Drnas(const Problem& problem, const Options& options, Rng rng, const Resources& resources)
    : SharedSearch(problem, drnas_plan(options), rng, resources) {}

}  // namespace cellar::oneshot
