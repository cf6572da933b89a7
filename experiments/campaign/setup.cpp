#include "experiments/campaign/setup.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"
#include "core/table/ground_truth.hpp"
#include "core/trace/fields.hpp"
#include "space/restricted.hpp"

namespace cellar {

namespace {

// What searches are told where nobody says it.
std::string default_observed(const Table& table, const std::string& dataset) {
  const DatasetDefaults* const said = table.defaults(dataset);
  if (said && !said->observed.empty()) return said->observed;
  constexpr const char* kUsual = "valid@12/12";
  if (find_figure(table, dataset, kUsual)) return kUsual;
  std::vector<std::string> others;
  for (const std::string& figure : figures_of(table, dataset)) {
    const std::string split = figure.substr(0, figure.find('@'));
    const bool is_cost = usual_quantity("any." + figure) && !parse_metric_column("any." + figure);
    if (split == "test" || split == "train" || is_cost) continue;
    const auto metric = parse_metric_column("any." + figure);
    others.push_back(metric ? format(metric->last.measure) : figure);
  }
  if (others.size() == 1) return others.front();
  throw Error(fmt::format("what searches on {} of table {} are told must be said by --observe: {}", dataset,
                          table.name(),
                          others.empty() ? "it has test accuracies alone, and shows one of them where its notes say so "
                                           "([datasets] NAME = observe test)"
                                         : fmt::format("{}", fmt::join(others, ", "))));
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

std::vector<std::string> reported_metrics(const std::shared_ptr<const Table>& table, const std::string& dataset) {
  const GroundTruth truth(table, dataset);
  std::vector<std::string> names;
  const auto add = [&](const std::string& figure) {
    if (truth.find(figure)) names.push_back(find_figure(*table, dataset, figure)->name);
  };
  if (const DatasetDefaults* const said = table->defaults(dataset)) {
    for (const std::string& figure : said->truth) add(figure);
  }
  if (!names.empty()) return names;
  for (const char* const figure : {"valid@200/200", "test@200/200"}) add(figure);
  if (!names.empty()) return names;
  for (const ColumnInfo& column : table->columns()) {
    const auto metric = parse_metric_column(column.name);
    if (metric && column.width == 1 && metric->last.dataset == dataset && !metric->last.seed) {
      names.push_back(column.name);
    }
  }
  return names;
}

void check_objectives(const std::vector<Objective>& objectives) {
  for (const Objective& objective : objectives) {
    if (is_column_name(objective.name) && !is_fixed_column(objective.name) && objective.name != kRealSeconds) continue;
    throw Error(fmt::format("'{}' cannot be observed: traces have a column of that name, or it holds one of , ; \" #",
                            printable(objective.name)));
  }
}

Task make_task(const std::shared_ptr<const Table>& table, const std::shared_ptr<const SearchSpace>& whole,
               const TaskRequest& request) {
  const SearchSpace& space = *whole;
  const std::string& dataset = request.dataset;
  check_dataset(*table, dataset);
  auto observed = request.observed;
  if (observed.empty()) observed.push_back(default_observed(*table, dataset));
  const auto oracle = std::make_shared<const TableOracle>(table, space, dataset, observed);
  check_dataset_name(dataset);
  check_objectives(oracle->objectives());
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
  const DatasetDefaults* const said = table->defaults(dataset);
  const auto usual = said ? said->budget : std::nullopt;
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
