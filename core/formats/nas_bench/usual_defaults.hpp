#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/table/dataset_defaults.hpp"

namespace cellar {

// How NATS-Bench searches its spaces (Dong et al. 2021, section 5): 12 epochs are observed, 20,000, 40,000 and 120,000
// simulated seconds are the budgets of the topology space and 20,000, 40,000 and 60,000 those of the size space; the
// longest schedule is the truth. For tables of these spaces that say nothing else; of the data sets and measures only
// those that are among the names of the table's columns.
std::vector<DatasetDefaults> usual_defaults(std::string_view space, const std::vector<std::string>& columns);

}  // namespace cellar
