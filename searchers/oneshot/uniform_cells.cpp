#include "searchers/oneshot/uniform_cells.hpp"

#include <cstdint>
#include <numeric>
#include <utility>

#include "core/errors.hpp"
#include "searchers/oneshot/cell_codes.hpp"
#include "space/nb201/cell.hpp"

namespace cellar::oneshot {

namespace {

constexpr std::uint32_t kOperations = nb201::kOperationNames.size();
std::uint8_t uniform_operation(Rng& rng) { return static_cast<std::uint8_t>(rng.below(kOperations)); }

}  // namespace

Architecture uniform_cell(Rng& rng) {
  Architecture cell(nb201::kEdges.size());
  for (std::size_t edge = 0; edge < cell.size(); ++edge) cell[edge] = uniform_operation(rng);
  return cell;
}

Architecture live_cell(Rng& rng) {
  return live_cell([&] { return uniform_operation(rng); });
}

Architecture live_cell(const std::function<std::uint8_t()>& draw) {
  Architecture cell(nb201::kEdges.size());
  for (int node = 1; node < nb201::kNodes; ++node) {
    bool is_live = false;
    while (!is_live) {
      for (int from = 0; from < node; ++from) {
        const std::size_t edge = nb201::edge_index(from, node);
        cell[edge] = draw();
        is_live = is_live || nb201::operation(cell, edge) != nb201::Operation::none;
      }
    }
  }
  return cell;
}

std::vector<Architecture> live_cells(std::size_t count, Rng& rng) {
  std::vector<Architecture> cells(count);
  for (Architecture& cell : cells) cell = live_cell(rng);
  return cells;
}

std::vector<Architecture> distinct_cells(std::size_t count, Rng& rng) {
  require(count <= kCells, "there are 15,625 cells");
  std::vector<std::uint16_t> codes(kCells);
  std::iota(codes.begin(), codes.end(), std::uint16_t{0});
  std::vector<Architecture> cells;
  for (std::size_t place = 0; place < count; ++place) {
    const std::size_t chosen = place + rng.below(static_cast<std::uint32_t>(kCells - place));
    std::swap(codes[place], codes[chosen]);
    cells.push_back(cell_of_code(codes[place]));
  }
  return cells;
}

}  // namespace cellar::oneshot
