// How the cost of a step (one proposal and what it learns of it) grows with what a searcher has been told.
// Usage: step_bench TABLE [SEARCHER…]
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include "core/registry.hpp"
#include "core/table/modelled_oracle.hpp"
#include "searchers/builtin.hpp"
#include "space/nb201.hpp"

namespace {

using namespace cellar;
using Clock = std::chrono::steady_clock;

// Steps with one worker; times [µs a step] around each number of told trials, in blocks.
class Steps {
 public:
  Steps(Searcher& searcher, const Oracle& oracle) : searcher_(searcher), oracle_(oracle) {}

  void to(int told) {
    while (told_ < told) step();
  }

  double micros(int steps) {
    const auto begin = Clock::now();
    to(told_ + steps);
    return std::chrono::duration<double, std::micro>(Clock::now() - begin).count() / steps;
  }

 private:
  void step() {
    const auto asked = std::get<Evaluate>(searcher_.next());
    const Measurement measured = oracle_.measure(asked.arch, asked.fidelity, 0, 0);
    searcher_.tell({told_, asked, measured.values.at(0), 1.0, static_cast<double>(told_)});
    ++told_;
  }

  Searcher& searcher_;
  const Oracle& oracle_;
  int told_ = 0;
};

void show(const ConfiguredSearcher& configured, const Oracle& oracle, const SearchSpace& space) {
  const bool quadratic = configured.entry->name == "gp";
  const std::vector<int> sizes = quadratic ? std::vector<int>{100, 300, 900} : std::vector<int>{100, 1000, 9000};
  const Problem problem{space, "cifar100", oracle.objectives(), oracle.fidelities(), {}, 1};
  const auto searcher = configured.configuration->create(problem, 1, Resources{});
  Steps steps(*searcher, oracle);
  std::string line = fmt::format("{:<20}", configured.entry->name);
  std::vector<double> micros;
  for (const int size : sizes) {
    steps.to(size);
    micros.push_back(steps.micros(size / 9));
    line += fmt::format("{:>6} told {:>10.2f} µs", size, micros.back());
  }
  const double growth =
      std::log(micros.back() / micros.front()) / std::log(static_cast<double>(sizes.back()) / sizes.front());
  fmt::print("{}   grows as the power {:.2f}\n", line, growth);
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc < 2) return 2;
  const Nb201 space;
  const auto table = std::make_shared<const TableOracle>(open_table(argv[1]), space, "cifar100",
                                                         std::vector<std::string>{"valid@12/12"});
  const ModelledOracle modelled(table, space, EarlyEpochs::exponential);
  SearcherRegistry registry;
  register_searchers(registry);
  for (const auto& entry : registry.entries()) {
    const Oracle& oracle = entry->multi_fidelity ? static_cast<const Oracle&>(modelled) : *table;
    bool wanted = argc == 2;
    for (int i = 2; i < argc; ++i) wanted = wanted || entry->name == argv[i];
    if (wanted) show(registry.configure(entry->name), oracle, space);
  }
}
