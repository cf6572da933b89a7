#pragma once

#include <cstddef>
#include <cstdint>

#include "space/nb201/cell.hpp"

// All cells of NAS-Bench-201 in the order of the original's Structure.gen_all (xautodl/models/cell_searchs/
// genotypes.py): numbers of base 5 with a digit for each edge, the last edge lowest.
namespace cellar::oneshot {

inline constexpr std::size_t kCells = 15625;

inline Architecture cell_of_code(std::size_t code) {
  constexpr std::size_t kOperations = nb201::kOperationNames.size();
  Architecture cell(nb201::kEdges.size());
  for (std::size_t edge = cell.size(); edge-- > 0; code /= kOperations) {
    cell[edge] = static_cast<std::uint8_t>(code % kOperations);
  }
  return cell;
}

}  // namespace cellar::oneshot
