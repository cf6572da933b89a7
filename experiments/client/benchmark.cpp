#include "experiments/client/benchmark.hpp"
#include "experiments/client/figure_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <mutex>
#include <shared_mutex>
#include <tuple>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

int epochs(const std::string& schedule) { return parse_number<int>(schedule).value_or(0); }

}  // namespace

// Columns read so far. A column never moves or changes once it is there.
struct Benchmark::Columns {
  using Cost = std::tuple<std::string, std::string, bool>;

  template <class Key>
  std::span<const double> get(std::map<Key, std::vector<double>>& columns, const Key& key, std::size_t size,
                              const std::function<double(std::size_t)>& value) {
    {
      const std::shared_lock lock(mutex);
      if (const auto found = columns.find(key); found != columns.end()) return found->second;
    }
    std::vector<double> column(size);
    for (std::size_t index = 0; index < size; ++index) column[index] = value(index);
    const std::unique_lock lock(mutex);
    return columns.emplace(key, std::move(column)).first->second;
  }

  std::shared_mutex mutex;
  std::map<ResolvedQuestion, std::vector<double>> figures;
  std::map<Cost, std::vector<double>> costs;
};

Benchmark::Benchmark(std::shared_ptr<const Table> table)
    : table_(std::move(table)), columns_(std::make_unique<Columns>()) {
  if (Records::held_by(*table_)) {
    const auto records = std::make_shared<const Records>(table_);
    schedules_ = records->schedules();
    figures_ = make_recorded_figures(records);
  } else {
    figures_ = make_column_figures(table_);
    schedules_ = figures_->schedules(0);
  }
  std::sort(schedules_.begin(), schedules_.end(), [](const auto& a, const auto& b) { return epochs(a) < epochs(b); });
}

Benchmark::~Benchmark() = default;

void Benchmark::check(std::size_t index) const {
  if (index < size()) return;
  throw Error(fmt::format("index {} is not in table {}: allowed is 0 to {}", index, table_->name(), size() - 1));
}

std::size_t Benchmark::index(std::string_view cell) const { return architecture_index(*table_, cell); }

std::optional<double> Benchmark::find(std::size_t index, const Question& question) const {
  check(index);
  return figures_->find(index, resolve(question));
}

double Benchmark::value(std::size_t index, const Question& question) const {
  check(index);
  const ResolvedQuestion resolved = resolve(question);
  if (const auto value = figures_->find(index, resolved)) return *value;
  throw Error(figures_->explain(index, resolved));
}

std::span<const double> Benchmark::kept_column(const ResolvedQuestion& question) const {
  return columns_->get(columns_->figures, question, size(),
                       [&](std::size_t index) { return figures_->find(index, question).value_or(kNone); });
}

std::span<const double> Benchmark::column(const Question& question) const { return kept_column(resolve(question)); }

NetworkCosts Benchmark::costs(std::size_t index, const std::string& dataset, const std::string& schedule) const {
  check(index);
  return figures_->costs(index, dataset, schedule_label(schedule));
}

std::vector<int> Benchmark::seeds(std::size_t index, const std::string& dataset, const std::string& schedule) const {
  check(index);
  return figures_->seeds(index, dataset, schedule_label(schedule));
}

std::vector<std::string> Benchmark::datasets(std::size_t index, const std::string& schedule) const {
  check(index);
  return figures_->datasets(index, schedule_label(schedule));
}

std::string Benchmark::longest_schedule() const {
  if (schedules_.empty()) throw Error(fmt::format("table {} holds no accuracies", table_->name()));
  return schedules_.back();
}

std::string Benchmark::known_dataset(const std::string& name) const {
  const std::vector<std::string> names = table_->datasets();
  if (std::find(names.begin(), names.end(), name) != names.end()) return name;
  throw Error(unknown_name("data set", name, names));
}

std::string Benchmark::known_schedule(const std::string& name) const {
  const std::string label = schedule_label(name);
  if (std::find(schedules_.begin(), schedules_.end(), label) != schedules_.end()) return label;
  throw Error(unknown_name("schedule", name, schedules_));
}

std::span<const double> Benchmark::cost_column(const std::string& dataset, const std::string& schedule,
                                               bool flops) const {
  return columns_->get(columns_->costs, {dataset, schedule, flops}, size(), [&](std::size_t index) {
    const NetworkCosts costs = figures_->costs(index, dataset, schedule);
    return (flops ? costs.mflops : costs.mparams).value_or(kNone);
  });
}

std::vector<std::size_t> Benchmark::within(const std::string& dataset, const std::string& schedule,
                                           const CostLimits& limits) const {
  std::vector<std::size_t> cells(size());
  for (std::size_t index = 0; index < size(); ++index) cells[index] = index;
  const auto keep = [&](const std::optional<double>& limit, bool flops) {
    if (!limit) return;
    const std::span<const double> costs = cost_column(dataset, schedule, flops);
    std::erase_if(cells, [&](std::size_t index) { return !(costs[index] <= *limit); });
  };
  keep(limits.mflops, true);
  keep(limits.mparams, false);
  return cells;
}

std::vector<RankedCell> Benchmark::best(const Question& question, const CostLimits& limits, std::size_t count) const {
  const ResolvedQuestion resolved = resolve(question);
  const std::span<const double> values = kept_column(resolved);
  std::vector<std::size_t> cells = within(resolved.dataset, resolved.schedule, limits);
  const bool limited = cells.size() < size();
  std::erase_if(cells, [&](std::size_t index) { return std::isnan(values[index]); });
  if (cells.empty()) {
    const bool known = std::any_of(values.begin(), values.end(), [](double value) { return !std::isnan(value); });
    std::size_t example = 0;
    while (example + 1 < size() && !recorded(example)) ++example;
    if (limited && known) throw Error("no cell is within the limits");
    throw Error(figures_->explain(example, resolved));
  }
  count = std::min(count, cells.size());
  const auto better = [&](std::size_t a, std::size_t b) {
    return values[a] != values[b] ? values[a] > values[b] : a < b;
  };
  std::partial_sort(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(count), cells.end(), better);
  std::vector<RankedCell> best;
  for (std::size_t i = 0; i < count; ++i) best.push_back({cells[i], values[cells[i]]});
  return best;
}

std::map<int, std::size_t> Benchmark::statistics(const std::string& dataset, const std::string& schedule) const {
  if (!Records::held_by(*table_)) {
    throw Error(
        fmt::format("table {} holds figures, not single trials; cellar import of an official file makes one "
                    "that does",
                    table_->name()));
  }
  std::map<int, std::size_t> cells;
  for (std::size_t index = 0; index < size(); ++index) {
    if (recorded(index)) ++cells[static_cast<int>(seeds(index, dataset, schedule).size())];
  }
  return cells;
}

SimulatedTraining Benchmark::simulate(std::size_t index, const std::string& dataset, const std::string& schedule,
                                      int epochs, std::uint64_t draw) const {
  Question question{.dataset = dataset, .set = "valid", .schedule = schedule, .epoch = epochs};
  if (dataset == "cifar10") question.dataset = "cifar10-valid";
  const std::vector<int> trials = seeds(index, question.dataset, schedule);
  if (!trials.empty()) question.seed = trials[draw % trials.size()];
  SimulatedTraining training{.valid_accuracy = value(index, question)};
  training.seed = question.seed;
  const auto seconds = figures_->training_seconds(index, resolve(question));
  if (!seconds) {
    throw Error(
        fmt::format("the times of training on {} under schedule {} are not recorded (in the v1.0 file those of "
                    "most trials are not)",
                    question.dataset, schedule_label(schedule)));
  }
  const NetworkCosts known = costs(index, question.dataset, schedule);
  Question pass = question;
  pass.figure = Figure::seconds;
  training.seconds = *seconds + find(index, pass).value_or(known.valid_seconds.value_or(0));
  training.latency_seconds = known.latency_seconds;
  return training;
}

}  // namespace cellar
