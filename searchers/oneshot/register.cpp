#include "searchers/oneshot/register.hpp"

#include <string>

#include "searchers/oneshot/searchers.hpp"

namespace cellar::oneshot {

namespace {

std::string price(const OptionList& options) {
  const std::string seconds = options.text("epoch_seconds");
  return seconds == "0"
             ? "real: the seconds that each epoch took"
             : seconds + " simulated seconds for each epoch; the real ones are in " + std::string(kRealSeconds);
}

// `small`: what makes it small enough to be tried in seconds, beside what all have.
SearcherEntry entry(const char* name, const char* summary, const char* source, const char* small = "") {
  SearcherEntry entry{.name = name, .summary = summary, .source = source};
  entry.ends_by_itself = true;
  entry.continuation = Continuation::state;
  entry.small_options = "images=toy,channels=4,cells=1,epochs=5,batch=8,valid_batch=16" + std::string(small);
  entry.training = OwnTraining{"accuracy of the shared weights on validation images", price};
  return entry;
}

}  // namespace

void register_searchers(SearcherRegistry& registry) {
  registry.add<Rsps>(entry("rsps", "weight sharing: uniform cells train a supernet, the best of random cells",
                           "Li and Talwalkar, UAI 2019", ",candidates=5"));
  registry.add<Darts>(entry("darts", "weight sharing: gradients of mixtures of operations, first or second order",
                            "Liu, Simonyan and Yang, ICLR 2019"));
  registry.add<Gdas>(entry("gdas", "weight sharing: gradients through sampled cells", "Dong and Yang, CVPR 2019"));
  registry.add<Setn>(entry("setn", "weight sharing: the most probable cells, judged by shared weights",
                           "Dong and Yang, ICCV 2019", ",candidates=5"));
  registry.add<Enas>(entry("enas", "weight sharing: a controller learns to draw cells that do well with shared weights",
                           "Pham et al., ICML 2018", ",candidates=5,updates=2,samples=3"));
  registry.add<BetaDarts>(entry("beta-darts",
                                "weight sharing: DARTS that keeps its architecture parameters from running away",
                                "Ye et al., CVPR 2022"));
  registry.add<Drnas>(entry("drnas", "weight sharing: mixtures drawn from a Dirichlet distribution, which is learnt",
                            "Chen et al., ICLR 2021"));
}

}  // namespace cellar::oneshot
