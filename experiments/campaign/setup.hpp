#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/budget.hpp"
#include "core/table/modelled_oracle.hpp"
#include "experiments/campaign/campaign.hpp"

namespace cellar {

// NATS-Bench's budget for a data set in simulated seconds (Dong et al. 2021, section 5: 20,000 / 40,000 / 120,000 for
// the topology space); none for others.
std::optional<Budget> default_budget(const std::string& space, const std::string& dataset);

struct TaskRequest {
  std::string dataset;
  Measure observed;
  std::optional<Budget> budget;           // none: the data set's default
  std::optional<EarlyEpochs> low_epochs;  // none: those of the table only
  bool restricts = false;                 // to what the table has figures of
};

// One data set of a campaign.
Task make_task(const std::shared_ptr<const Table>& table, const std::shared_ptr<const SearchSpace>& space,
               const TaskRequest& request);

}  // namespace cellar
