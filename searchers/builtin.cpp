#include "searchers/builtin.hpp"

#include "searchers/evolution.hpp"
#include "searchers/local_search.hpp"
#include "searchers/model_based/bananas.hpp"
#include "searchers/model_based/gp.hpp"
#include "searchers/model_based/predictor.hpp"
#include "searchers/model_based/tpe.hpp"
#include "searchers/multi_fidelity/asha.hpp"
#include "searchers/multi_fidelity/bohb.hpp"
#include "searchers/multi_fidelity/dehb.hpp"
#include "searchers/multi_fidelity/hyperband.hpp"
#include "searchers/multi_fidelity/successive_halving.hpp"
#include "searchers/random_search.hpp"
#include "searchers/reinforce.hpp"

namespace cellar {

namespace {

void register_model_free(SearcherRegistry& registry) {
  registry.add<RandomSearch>({.name = "random",
                              .summary = "uniform over the space, with replacement",
                              .source = "Bergstra and Bengio 2012; NATS-algos/random_wo_share.py"});
  registry.add<Evolution>({.name = "evolution",
                           .summary = "regularized evolution: mutate the best of a few, the oldest dies",
                           .source = "Real et al. 2019; NATS-algos/regularized_ea.py"});
  registry.add<Reinforce>({.name = "reinforce",
                           .summary = "policy gradient on an independent softmax for each choice",
                           .source = "Williams 1992; NATS-algos/reinforce.py"});
  registry.add<LocalSearch>({.name = "local-search",
                             .summary = "first better neighbour, random restarts, nothing asked twice",
                             .source = "White et al. 2021; Ottelander et al. 2021"});
}

void register_multi_fidelity(SearcherRegistry& registry) {
  registry.add<SuccessiveHalving>({.name = "successive-halving",
                                   .summary = "many short trainings, the best go on",
                                   .source = "Jamieson and Talwalkar 2016",
                                   .multi_fidelity = true});
  registry.add<Hyperband>({.name = "hyperband",
                           .summary = "successive halving in brackets of many short to few long trainings",
                           .source = "Li et al. 2018; HpBandSter",
                           .multi_fidelity = true});
  registry.add<Asha>({.name = "asha",
                      .summary = "successive halving that never waits, for many workers",
                      .source = "Li et al. 2020",
                      .multi_fidelity = true});
  registry.add<Bohb>({.name = "bohb",
                      .summary = "Hyperband whose beginners come from a model of good and bad results",
                      .source = "Falkner et al. 2018; HpBandSter, NATS-algos/bohb.py",
                      .multi_fidelity = true});
  registry.add<Dehb>(
      {.name = "dehb",
       .summary = "Hyperband whose beginners come from differential evolution on each length of training",
       .source = "Awad et al. 2021",
       .multi_fidelity = true});
}

void register_model_based(SearcherRegistry& registry) {
  registry.add<Tpe>({.name = "tpe",
                     .summary = "proposals likelier among the good results than among the others",
                     .source = "Bergstra et al. 2011"});
  registry.add<Gp>({.name = "gp",
                    .summary = "Gaussian process with a Hamming kernel, expected improvement",
                    .source = "Rasmussen and Williams 2006; Jones et al. 1998"});
  registry.add<Predictor>({.name = "predictor",
                           .summary = "linear model with interactions, warm-started by FLOPs and parameters",
                           .source = "Baptista and Poloczek 2018; White et al. 2021 (predictors)"});
  registry.add<Bananas>({.name = "bananas",
                         .summary = "path encoding, an ensemble of networks, Thompson sampling",
                         .source = "White, Neiswanger and Savani 2021"});
}

}  // namespace

void register_searchers(SearcherRegistry& registry) {
  register_model_free(registry);
  register_model_based(registry);
  register_multi_fidelity(registry);
}

}  // namespace cellar
