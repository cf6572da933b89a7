#pragma once

#include <string>

#include "core/architecture.hpp"

namespace cellar {

// gnuplot commands that draw a cell of NAS-Bench-201 as one panel, as nb201::draw_svg does, and leave nothing set for
// the next one.
std::string cell_panel(const Architecture& cell, const std::string& title);

}  // namespace cellar
