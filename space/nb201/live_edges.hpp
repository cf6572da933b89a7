#pragma once

#include "space/nb201/cell.hpp"

namespace cellar::nb201 {

// The cell with `none` on every edge that no path without `none` from input to output goes through. It computes the
// same function with the same weights: 9,445 cells are left of 15,625.
Architecture live_cell(const Architecture& cell);

}  // namespace cellar::nb201
