#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/budget.hpp"
#include "core/table/modelled_oracle.hpp"
#include "experiments/campaign/campaign.hpp"

namespace cellar {

// What summaries show of a data set, in full: what the table says that counts; otherwise validation and test accuracy
// after 200 epochs, where it has them, or every metric of it that is no single seed's.
std::vector<std::string> reported_metrics(const std::shared_ptr<const Table>& table, const std::string& dataset);

// Objectives are columns of traces: an Error for a name that one of a trace's own columns has, or that CSV cannot hold.
void check_objectives(const std::vector<Objective>& objectives);

struct TaskRequest {
  std::string dataset;
  std::vector<std::string> observed;      // figures (core/table/dataset.hpp); empty: the table's default
  std::optional<Budget> budget;           // none: the table's default
  std::optional<EarlyEpochs> low_epochs;  // none: those of the table only
  bool restricts = false;                 // to what the table has figures of
};

// One data set of a campaign.
Task make_task(const std::shared_ptr<const Table>& table, const std::shared_ptr<const SearchSpace>& space,
               const TaskRequest& request);

}  // namespace cellar
