// A complete plug-in: simulated annealing (Kirkpatrick et al. 1983). Build it against the installed package, then
//   cellar run annealing --plugin ./libannealing.so --dataset cifar10 --seeds 10 --out results
#include <cmath>

#include "core/plugin.hpp"

namespace {

class Annealing final : public cellar::Searcher {
 public:
  struct Options {
    double temperature = 2.0;
    double cooling = 0.98;
    void describe(cellar::OptionList& list) {
      list.real("temperature", temperature, 0, 100, "at the start [per cent of accuracy]");
      list.real("cooling", cooling, 0.5, 1, "factor of the temperature after each trial");
    }
  };

  Annealing(const cellar::Problem& problem, const Options& options, cellar::Rng rng)
      : space_(problem.space), fidelity_(problem.full()), options_(options), rng_(rng) {}

  cellar::Request next() override {
    return cellar::Evaluate{place_ ? space_.mutate(*place_, rng_) : space_.random(rng_), fidelity_, 0, {}};
  }

  void tell(const cellar::Trial& trial) override {
    if (!trial.valid_accuracy) return;  // the training failed
    const double gain = *trial.valid_accuracy - accuracy_;
    if (!place_ || gain >= 0 || rng_.uniform() < std::exp(gain / options_.temperature)) {
      place_ = trial.asked.arch;
      accuracy_ = *trial.valid_accuracy;
    }
    options_.temperature *= options_.cooling;
  }

 private:
  const cellar::SearchSpace& space_;
  const cellar::Fidelity fidelity_;
  Options options_;
  cellar::Rng rng_;
  std::optional<cellar::Architecture> place_;
  double accuracy_ = 0;
};

}  // namespace

extern "C" const cellar::PluginAbi cellar_plugin_abi = cellar::plugin_abi();
extern "C" void cellar_plugin_v1(cellar::Extensions& extensions) {
  extensions.searchers.add<Annealing>({.name = "annealing", .summary = "simulated annealing", .source = "example"});
}
