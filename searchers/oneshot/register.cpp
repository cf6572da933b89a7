#include "searchers/oneshot/register.hpp"

#include "searchers/oneshot/searchers.hpp"

namespace cellar::oneshot {

namespace {

SearcherEntry entry(const char* name, const char* summary, const char* source) {
  SearcherEntry entry{.name = name, .summary = summary, .source = source};
  entry.ends_by_itself = true;
  entry.continuation = Continuation::state;
  entry.observed = "accuracy of the shared weights on validation images";
  return entry;
}

}  // namespace

void register_searchers(SearcherRegistry& registry) {
  registry.add<Rsps>(entry("rsps", "weight sharing: uniform cells train a supernet, the best of random cells",
                           "Li and Talwalkar, UAI 2019"));
  registry.add<Darts>(entry("darts", "weight sharing: gradients of mixtures of operations, first or second order",
                            "Liu, Simonyan and Yang, ICLR 2019"));
  registry.add<Gdas>(entry("gdas", "weight sharing: gradients through sampled cells", "Dong and Yang, CVPR 2019"));
  registry.add<Setn>(
      entry("setn", "weight sharing: the most probable cells, judged by shared weights", "Dong and Yang, ICCV 2019"));
  registry.add<Enas>(entry("enas", "weight sharing: a controller learns to draw cells that do well with shared weights",
                           "Pham et al., ICML 2018"));
}

}  // namespace cellar::oneshot
