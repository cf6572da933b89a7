#pragma once

#include <string>
#include <vector>

namespace cellar {

int core_count();

// Runs at a time where nobody says how many: as many as there are cores, or one for each device where others than the
// CPU are named.
int default_threads(const std::vector<std::string>& devices);

}  // namespace cellar
