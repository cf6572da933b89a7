#include "space/network/derive.hpp"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/errors.hpp"
#include "space/nb201/cell.hpp"
#include "space/network/host_values.hpp"

namespace cellar::network {

Architecture derive_cell(const at::Tensor& weights) {
  constexpr std::size_t kOperations = nb201::kOperationNames.size();
  Architecture cell(nb201::kEdges.size());
  const std::vector<double> values = host_values(weights);
  require(values.size() == cell.size() * kOperations, "a cell is derived from six rows of five weights");
  for (std::size_t edge = 0; edge < cell.size(); ++edge) {
    const auto row = values.begin() + static_cast<std::ptrdiff_t>(edge * kOperations);
    cell[edge] = static_cast<std::uint8_t>(std::max_element(row, row + kOperations) - row);
  }
  return cell;
}

}  // namespace cellar::network
