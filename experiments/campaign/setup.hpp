#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/budget.hpp"
#include "experiments/campaign/campaign.hpp"

namespace cellar {

// NATS-Bench's budget for a data set in simulated seconds (Dong et al. 2021, section 5: 20,000 / 40,000 / 120,000 for
// the topology space); none for others.
std::optional<Budget> default_budget(const std::string& space, const std::string& dataset);

// One data set of a campaign. Without a budget the data set's default.
Task make_task(const std::shared_ptr<const Table>& table, const SearchSpace& space, const std::string& dataset,
               const Measure& observed, const std::optional<Budget>& budget);

}  // namespace cellar
