#pragma once

#include <string>
#include <vector>

namespace cellar {

// Runs this program anew with these arguments, its memory limited, so that what happens in it does no harm here.
// Returns its exit status; where a signal ended it, says so in a line on standard output and returns 1.
int run_in_child(const std::vector<std::string>& arguments);

}  // namespace cellar
