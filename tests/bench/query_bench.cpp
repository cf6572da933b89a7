// How long it takes to open an imported table, to find its best cell and to ask for single figures of it.
// Usage: query_bench FILE.table
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "core/table/table.hpp"
#include "experiments/client/benchmark.hpp"

namespace {

using namespace cellar;
using Clock = std::chrono::steady_clock;

// The median of some repetitions [µs].
template <class Work>
double micros(int repetitions, Work&& work) {
  std::vector<double> times;
  for (int i = 0; i < repetitions; ++i) {
    const auto begin = Clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
  }
  std::nth_element(times.begin(), times.begin() + repetitions / 2, times.end());
  return times[static_cast<std::size_t>(repetitions / 2)];
}

// Points asked in a second: random cells, epochs and trials of CIFAR-100. The first time over, most of them touch a
// page that the process has not touched before.
double points_per_second(const Benchmark& benchmark) {
  constexpr int kPoints = 1'000'000;
  std::vector<std::size_t> cells;
  for (std::size_t i = 0; i < benchmark.size(); ++i) {
    if (benchmark.recorded(i)) cells.push_back(i);
  }
  Rng rng(1);
  int found = 0;
  const auto begin = Clock::now();
  Question question{.dataset = "cifar100", .set = "ori-test", .schedule = "200"};
  for (int i = 0; i < kPoints; ++i) {
    question.epoch = 1 + static_cast<int>(rng.below(200));
    question.seed = rng.below(2) == 0 ? 777 : 888;
    if (benchmark.find(cells[rng.below(static_cast<std::uint32_t>(cells.size()))], question)) ++found;
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  fmt::print("{} of {} points are recorded\n", found, kPoints);
  return kPoints / seconds;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) throw Error("usage: query_bench FILE.table");
  fmt::print("open            {:8.0f} µs\n", micros(21, [&] { static_cast<void>(open_table(argv[1])); }));
  const Benchmark benchmark(open_table(argv[1]));
  const Question question{.dataset = "cifar10", .set = "valid", .schedule = "12"};
  static_cast<void>(benchmark.best(question));
  fmt::print("best            {:8.0f} µs\n", micros(101, [&] { static_cast<void>(benchmark.best(question)); }));
  fmt::print("best, limited   {:8.0f} µs\n", micros(101, [&] {
               static_cast<void>(benchmark.best(question, CostLimits{.mflops = 60, .mparams = {}}));
             }));
  for (const char* when : {"points, first  ", "points, again  "}) {
    fmt::print("{} {:8.2f} million/s\n", when, points_per_second(benchmark) / 1e6);
  }
  return 0;
} catch (const std::exception& error) {
  fmt::print(stderr, "query_bench: {}\n", error.what());
  return 2;
}
