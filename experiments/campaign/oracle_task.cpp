#include "experiments/campaign/oracle_task.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/guarded_oracle.hpp"
#include "core/suggest.hpp"
#include "experiments/campaign/setup.hpp"

namespace cellar {

namespace {

// What is wrong with it before any run is its author's to mend, and said like what a user can.
std::shared_ptr<const Oracle> created(const ConfiguredOracle& oracle, const std::shared_ptr<const SearchSpace>& space,
                                      const std::string& dataset) {
  try {
    auto behind = oracle.configuration->create(space, dataset);
    if (!behind) throw Error(fmt::format("oracle {} makes nothing for {}", oracle.entry->name, dataset));
    return std::make_shared<const GuardedOracle>(std::move(behind), space, oracle.entry->name);
  } catch (const Error&) {
    throw;  // it cannot be had for this data set, and says so
  } catch (const Stopped&) {
    throw;
  } catch (const OracleFault& fault) {
    throw Error(fault.what());
  } catch (const std::exception& error) {
    throw Error(fmt::format("oracle {} throws where it is made for {}: {}", oracle.entry->name, dataset, error.what()));
  }
}

}  // namespace

Task make_oracle_task(const ConfiguredOracle& oracle, const std::shared_ptr<const SearchSpace>& space,
                      const OracleTaskRequest& request) {
  const OracleEntry& entry = *oracle.entry;
  const std::vector<std::string>& known = entry.datasets;
  if (!known.empty() && std::find(known.begin(), known.end(), request.dataset) == known.end()) {
    throw Error(unknown_name("data set of oracle " + entry.name, request.dataset, known));
  }
  Task task;
  task.dataset = request.dataset;
  check_dataset_name(request.dataset);
  task.oracle = created(oracle, space, request.dataset);
  check_objectives(task.oracle->objectives());
  task.price = "what the oracle says";
  task.default_budget = !request.budget;
  if (!request.budget && !entry.budget) {
    throw Error(
        fmt::format("oracle {} has no default budget; give --budget 150evaluations, --budget 1800epochs or, if "
                    "it answers with seconds, --budget 20000",
                    entry.name));
  }
  task.budget = request.budget ? *request.budget : *entry.budget;
  if (request.truth) task.truth = reported_metrics(request.truth, request.dataset);
  return task;
}

}  // namespace cellar
