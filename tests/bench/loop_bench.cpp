// How fast the run loop is with traces kept in memory, one thread: evaluations a second of each searcher on the
// embedded table, beside a loop that only draws architectures and looks them up; and how long opening the table takes.
// Usage: loop_bench TABLE [SECONDS]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "core/registry.hpp"
#include "core/run.hpp"
#include "core/table/modelled_oracle.hpp"
#include "core/table/table_oracle.hpp"
#include "searchers/builtin.hpp"
#include "space/nb201.hpp"

namespace {

using namespace cellar;
using Clock = std::chrono::steady_clock;

// Keeps the rows of one run at a time, in memory that is used again.
class Rows final : public TraceSink {
 public:
  void row(const TraceRow& row) override { rows_.push_back(row); }
  std::size_t size() const { return rows_.size(); }
  void clear() { rows_.clear(); }

 private:
  std::vector<TraceRow> rows_;
};

struct Speed {
  double evaluations = 0;
  double seconds = 0;
  double per_second() const { return evaluations / seconds; }
};

Speed run_for(double seconds, const ConfiguredSearcher& configured, const Oracle& oracle, const SearchSpace& space) {
  const Problem problem{space, "cifar10", oracle.objectives(), oracle.fidelities(), {Budget::Unit::seconds, 20'000}, 1};
  Rows rows;
  Speed speed;
  const auto begin = Clock::now();
  for (std::uint64_t seed = 0; speed.seconds < seconds; ++seed) {
    const auto searcher = configured.configuration->create(problem, seed, Resources{});
    rows.clear();
    run(*searcher, oracle, problem, seed, rows);
    speed.evaluations += static_cast<double>(rows.size());
    speed.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  }
  return speed;
}

Speed look_up_for(double seconds, const Oracle& oracle, const SearchSpace& space) {
  Rng rng(1);
  Speed speed;
  double sum = 0;
  const auto begin = Clock::now();
  while (speed.seconds < seconds) {
    for (int i = 0; i < 1000; ++i) sum += *oracle.measure(space.random(rng), {12, 12}, 0, 0).values.at(0);
    speed.evaluations += 1000;
    speed.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  }
  if (sum < 0) fmt::print("never\n");  // keeps the look-ups
  return speed;
}

// The median of several goes [µs].
template <class Work>
double median_micros(Work work) {
  std::vector<double> micros;
  for (int i = 0; i < 21; ++i) {
    const auto begin = Clock::now();
    work();
    micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
  }
  std::nth_element(micros.begin(), micros.begin() + 10, micros.end());
  return micros[10];
}

double open_micros(const char* file) {
  return median_micros([&] { open_table(file); });
}

double read_micros(const char* file) {
  return median_micros([&] {
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(stream), {});
    if (bytes.empty()) std::exit(2);
  });
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc < 2) return 2;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 1.0;
  const Nb201 space;
  const auto table = std::make_shared<const TableOracle>(open_table(argv[1]), space, "cifar10",
                                                         std::vector<std::string>{"valid@12/12"});
  const TableOracle& oracle = *table;
  const ModelledOracle modelled(table, space, EarlyEpochs::exponential);
  SearcherRegistry registry;
  register_searchers(registry);
  fmt::print("{:<28}{:>8.0f} µs, a plain read of the file {:.0f} µs\n", "opening the table", open_micros(argv[1]),
             read_micros(argv[1]));
  const Speed bare = look_up_for(seconds, oracle, space);
  fmt::print("{:<28}{:>8.2f} million/s\n", "random look-ups, no loop", bare.per_second() / 1e6);
  for (const auto& entry : registry.entries()) {
    const Oracle& asked = entry->multi_fidelity ? static_cast<const Oracle&>(modelled) : oracle;
    const Speed speed = run_for(seconds, registry.configure(entry->name), asked, space);
    fmt::print("{:<28}{:>8.3f} million evaluations/s, a look-up is {:.0f} times faster\n", entry->name,
               speed.per_second() / 1e6, bare.per_second() / speed.per_second());
  }
}
