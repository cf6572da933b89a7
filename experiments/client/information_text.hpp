#pragma once

#include <string>

#include "experiments/client/cell_view.hpp"

namespace cellar {

// The lines in which the original describes a cell under one schedule, with line ends between them: its costs and what
// it reaches on each data set after the last epoch, means over the trials. extra_info: None, or what the second line
// says.
std::string information_text(const CellView& cell, Dialect dialect, const std::string& extra_info = "None");

}  // namespace cellar
