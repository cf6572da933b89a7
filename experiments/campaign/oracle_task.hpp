#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/oracle_registry.hpp"
#include "core/table/table.hpp"
#include "experiments/campaign/campaign.hpp"

namespace cellar {

struct OracleTaskRequest {
  std::string dataset;
  std::optional<Budget> budget;        // none: the oracle's default
  std::shared_ptr<const Table> truth;  // of the same space, that reports judge by; null: there is none
};

// One data set of a campaign that asks an oracle of its user's instead of a table. An Error for a data set that the
// oracle does not know, and for what it says of itself that cannot be; what it answers that it must not is an
// OracleFault.
Task make_oracle_task(const ConfiguredOracle& oracle, const std::shared_ptr<const SearchSpace>& space,
                      const OracleTaskRequest& request);

}  // namespace cellar
