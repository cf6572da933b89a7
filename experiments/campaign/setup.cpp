#include "experiments/campaign/setup.hpp"

#include <fmt/format.h>

#include <array>
#include <span>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/suggest.hpp"
#include "core/table/ground_truth.hpp"
#include "space/restricted.hpp"

namespace cellar {

namespace {

struct DefaultBudget {
  const char* space;
  const char* dataset;
  double seconds;
};

constexpr std::array kDefaultBudgets = {
    DefaultBudget{"nb201", "cifar10", 20'000},         DefaultBudget{"nb201", "cifar100", 40'000},
    DefaultBudget{"nb201", "ImageNet16-120", 120'000}, DefaultBudget{"nats-size", "cifar10", 20'000},
    DefaultBudget{"nats-size", "cifar100", 40'000},    DefaultBudget{"nats-size", "ImageNet16-120", 60'000},
};

// What summaries show of a data set: validation and test accuracy after 200 epochs where the table has them, otherwise
// every metric of it that is no single seed's.
std::vector<std::string> reported_metrics(const std::shared_ptr<const Table>& table, const std::string& dataset) {
  const GroundTruth truth(table, dataset);
  std::vector<std::string> names;
  for (const char* const split : {"valid", "test"}) {
    const Measure measure{split, {200, 200}};
    if (truth.has(measure)) names.push_back(format(truth.metric(measure)));
  }
  if (!names.empty()) return names;
  for (const ColumnInfo& column : table->columns()) {
    if (column.name.find('@') == std::string::npos || column.width > 1) continue;
    const Metric metric = parse_metric(column.name);
    if (metric.dataset == dataset && !metric.seed) names.push_back(column.name);
  }
  return names;
}

void check_dataset(const Table& table, const std::string& dataset) {
  const std::vector<std::string> known = table.datasets();
  for (const std::string& name : known) {
    if (name == dataset) return;
  }
  throw Error(unknown_name(fmt::format("data set of table {}", table.name()), dataset, known));
}

void restrict_to_known(Task& task, const TableOracle& oracle, const std::shared_ptr<const SearchSpace>& space) {
  const std::vector<std::uint64_t> known = oracle.known_indices();
  if (known.size() == space->size()) return;
  if (known.empty())
    throw Error(fmt::format("the table has no {} of any architecture", task.oracle->objectives().front().name));
  task.restricted_to = fmt::format("{} of {} architectures, {:016x}", known.size(), *space->size(),
                                   xxh3(std::as_bytes(std::span(known))));
  task.restricted = std::make_shared<const RestrictedSpace>(space, known);
}

}  // namespace

std::optional<Budget> default_budget(const std::string& space, const std::string& dataset) {
  for (const DefaultBudget& known : kDefaultBudgets) {
    if (space == known.space && dataset == known.dataset) return Budget{Budget::Unit::seconds, known.seconds};
  }
  return std::nullopt;
}

Task make_task(const std::shared_ptr<const Table>& table, const std::shared_ptr<const SearchSpace>& whole,
               const TaskRequest& request) {
  const SearchSpace& space = *whole;
  const std::string& dataset = request.dataset;
  check_dataset(*table, dataset);
  const auto oracle = std::make_shared<const TableOracle>(table, space, dataset, request.observed);
  Task task;
  task.dataset = dataset;
  task.oracle = oracle;
  task.price = oracle->price();
  task.note = oracle->note();
  if (request.low_epochs) {
    const auto modelled = std::make_shared<const ModelledOracle>(oracle, space, *request.low_epochs);
    task.oracle = modelled;
  }
  if (request.restricts) restrict_to_known(task, *oracle, whole);
  task.default_budget = !request.budget;
  const auto usual = default_budget(space.name(), dataset);
  if (!request.budget && !usual) {
    throw Error(
        fmt::format("{} of table {} has no default budget; give {}--budget 150evaluations or --budget 1800epochs",
                    dataset, table->name(), oracle->has_prices() ? "--budget 20000 (seconds), " : ""));
  }
  task.budget = request.budget ? *request.budget : *usual;
  if (task.budget.unit == Budget::Unit::seconds && !oracle->has_prices()) {
    throw Error(
        fmt::format("table {} records no seconds per epoch for {}, so it cannot be searched by seconds; give "
                    "--budget 150evaluations or --budget 1800epochs",
                    table->name(), dataset));
  }
  task.truth = reported_metrics(table, dataset);
  return task;
}

}  // namespace cellar
