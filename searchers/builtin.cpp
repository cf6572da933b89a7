#include "searchers/builtin.hpp"

#include "searchers/evolution.hpp"
#include "searchers/local_search.hpp"
#include "searchers/random_search.hpp"
#include "searchers/reinforce.hpp"

namespace cellar {

void register_searchers(SearcherRegistry& registry) {
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

}  // namespace cellar
