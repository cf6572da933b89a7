#include "searchers/oneshot/searchers.hpp"

namespace cellar::oneshot {

void Darts::Options::describe(OptionList& list) {
  list.choice("order", order, {"1", "2"}, "2: gradients through one step of the weights");
  SearchOptions::describe(list);
}

void Gdas::Options::describe(OptionList& list) {
  list.real("tau_max", tau_max, 1e-6, 1e6, "temperature of the samples in the first epoch");
  list.real("tau_min", tau_min, 1e-6, 1e6, "and in the last");
  SearchOptions::describe(list);
}

void CandidateOptions::describe(OptionList& list) {
  list.integer("candidates", candidates, 1, 15625, "cells that are compared with the shared weights");
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

Setn::Setn(const Problem& problem, const Options& options, Rng rng, const Resources& resources)
    : SharedSearch(problem,
                   {.name = "setn",
                    .method = kSetn,
                    .options = options,
                    .candidates = static_cast<std::size_t>(options.candidates)},
                   rng, resources) {}

Rsps::Rsps(const Problem& problem, const Options& options, Rng rng, const Resources& resources)
    : SharedSearch(problem,
                   {.name = "rsps",
                    .method = kRsps,
                    .options = options,
                    .candidates = static_cast<std::size_t>(options.candidates)},
                   rng, resources) {}

}  // namespace cellar::oneshot
