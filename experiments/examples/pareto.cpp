// A searcher of two objectives as a plug-in: a local search from architectures that no other one beats in both.
//   cellar run pareto --plugin ./libpareto.so --table my.table --observe valid,latency --out results
#include "core/plugin.hpp"

namespace {

class Pareto final : public cellar::Searcher {
 public:
  struct Options {
    int start = 10;
    void describe(cellar::OptionList& list) { list.integer("start", start, 1, 1000, "random architectures first"); }
  };

  Pareto(const cellar::Problem& problem, const Options& options, cellar::Rng rng)
      : space_(problem.space), fidelity_(problem.full()), options_(options), rng_(rng) {
    if (problem.objectives.size() < 2) throw cellar::Error("pareto needs two objectives: --observe valid,latency");
  }

  cellar::Request next() override {
    const bool random = told_ < options_.start || front_.empty();
    return cellar::Evaluate{random ? space_.random(rng_) : space_.mutate(parent().arch, rng_), fidelity_, 0, {}};
  }

  void tell(const cellar::Trial& trial) override {
    ++told_;
    const Point point{trial.asked.arch, trial.values[0], trial.values[1]};
    if (!(point.first == point.first && point.second == point.second)) return;  // one is missing
    for (const Point& other : front_) {
      if (other.first >= point.first && other.second >= point.second) return;
    }
    std::erase_if(front_,
                  [&](const Point& other) { return point.first >= other.first && point.second >= other.second; });
    front_.push_back(point);
  }

 private:
  struct Point {
    cellar::Architecture arch;
    double first, second;  // larger is better
  };

  const Point& parent() { return front_[rng_.below(static_cast<std::uint32_t>(front_.size()))]; }

  const cellar::SearchSpace& space_;
  const cellar::Fidelity fidelity_;
  const Options options_;
  cellar::Rng rng_;
  int told_ = 0;
  std::vector<Point> front_;  // of what was told
};

}  // namespace

extern "C" const cellar::PluginAbi cellar_plugin_abi = cellar::plugin_abi();
extern "C" void cellar_plugin_v1(cellar::Extensions& extensions) {
  extensions.searchers.add<Pareto>(
      {.name = "pareto", .summary = "local search of two objectives", .source = "example"});
}
