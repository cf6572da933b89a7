#pragma once

#include <string>
#include <vector>

#include "core/table/writer.hpp"

namespace cellar {

// Adds the mean over training seeds of every metric that has columns of single seeds only; returns the names added.
// The mean is over the seeds that an architecture has.
std::vector<std::string> add_seed_means(NewTable& table);

}  // namespace cellar
