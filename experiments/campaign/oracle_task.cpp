#include "experiments/campaign/oracle_task.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/guarded_oracle.hpp"
#include "core/suggest.hpp"
#include "experiments/campaign/setup.hpp"

namespace cellar {

namespace {

std::shared_ptr<const Oracle> created(const ConfiguredOracle& oracle, const std::shared_ptr<const SearchSpace>& space,
                                      const std::string& dataset) {
  try {
    return oracle.configuration->create(space, dataset);
  } catch (const Error&) {
    throw;  // it cannot be had for this data set, and says so
  } catch (const Stopped&) {
    throw;
  } catch (const std::exception& error) {
    throw OracleFault(
        fmt::format("oracle {} throws where it is made for {}: {}", oracle.entry->name, dataset, error.what()));
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
  task.oracle = std::make_shared<const GuardedOracle>(created(oracle, space, request.dataset), space, entry.name);
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
