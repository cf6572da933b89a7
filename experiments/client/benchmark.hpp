#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "experiments/client/figures.hpp"
#include "experiments/client/question.hpp"

namespace cellar {

// At most this much, in millions.
struct CostLimits {
  std::optional<double> mflops = {}, mparams = {};
};

struct RankedCell {
  std::size_t index = 0;
  double value = 0;
};

struct SimulatedTraining {
  double valid_accuracy = 0;  // [%]
  double seconds = 0;         // of training, and of one pass over the validation images where its time is known
  std::optional<double> latency_seconds = {};
  std::optional<int> seed = {};  // of the trial that was drawn; none: a mean
};

// A benchmark table for programs: the figures of every cell, by what they are.
//
//   const Benchmark benchmark(open_table("nats.table"));
//   double accuracy = benchmark.value(6111, {.dataset = "cifar10", .set = "test"});
//   for (double valid : benchmark.column({.dataset = "cifar100", .set = "valid", .schedule = "12"})) …
//   auto best = benchmark.best({.dataset = "cifar10", .set = "valid", .schedule = "12"}, {.mflops = 100});
//
// A question without an answer is an Error that says what there is instead; nothing is random, averaged over other
// trials, or taken from another set than it was asked from. Tables without single trials (the built-in nb201) answer
// where their columns do. Safe to share among threads.
class Benchmark {
 public:
  explicit Benchmark(std::shared_ptr<const Table> table);
  ~Benchmark();

  const Table& table() const { return *table_; }
  std::size_t size() const { return static_cast<std::size_t>(table_->size()); }
  std::string_view architecture(std::size_t index) const { return table_->architecture(index); }
  // Of a spelling or of an index in digits.
  std::size_t index(std::string_view cell) const;
  bool recorded(std::size_t index) const { return figures_->recorded(index); }

  double value(std::size_t index, const Question& question) const;
  std::optional<double> find(std::size_t index, const Question& question) const;
  // By index, NaN where not recorded. Read once, then kept for as long as the Benchmark lives.
  std::span<const double> column(const Question& question) const;

  NetworkCosts costs(std::size_t index, const std::string& dataset, const std::string& schedule = "200") const;
  std::vector<int> seeds(std::size_t index, const std::string& dataset, const std::string& schedule = "200") const;
  std::vector<std::string> datasets(std::size_t index, const std::string& schedule = "200") const;
  std::vector<std::string> schedules(std::size_t index) const { return figures_->schedules(index); }
  // Of the whole table, shortest first.
  const std::vector<std::string>& schedules() const { return schedules_; }
  std::string longest_schedule() const;
  // What is named, "full" as "200"; an Error for what the table does not have.
  std::string known_dataset(const std::string& name) const;
  std::string known_schedule(const std::string& name) const;

  // The `count` cells of the highest figures within the limits, best first, the lowest index first among equals. Cells
  // without the figure are left out; an Error if none is left.
  std::vector<RankedCell> best(const Question& question, const CostLimits& limits, std::size_t count) const;
  RankedCell best(const Question& question, const CostLimits& limits = {}) const {
    return best(question, limits, 1).front();
  }

  // How many cells have how many trials; an Error for a table that holds no trials.
  std::map<int, std::size_t> statistics(const std::string& dataset, const std::string& schedule = "200") const;

  // Training for `epochs` of a schedule and validating once, as searches are charged for it. `draw` picks the trial,
  // any number. Of cifar10 this is cifar10-valid. Where validation was not recorded at that epoch it is an Error: the
  // originals answer with the test set there.
  SimulatedTraining simulate(std::size_t index, const std::string& dataset, const std::string& schedule, int epochs,
                             std::uint64_t draw) const;

 private:
  struct Columns;

  void check(std::size_t index) const;
  std::span<const double> kept_column(const ResolvedQuestion& question) const;
  std::span<const double> cost_column(const std::string& dataset, const std::string& schedule, bool flops) const;
  std::vector<std::size_t> within(const std::string& dataset, const std::string& schedule,
                                  const CostLimits& limits) const;

  std::shared_ptr<const Table> table_;
  std::unique_ptr<Figures> figures_;
  std::unique_ptr<Columns> columns_;
  std::vector<std::string> schedules_;
};

}  // namespace cellar
