#include "space/nb201/live_edges.hpp"

#include <set>

#include "space/nb201.hpp"
#include "space/nb201/isomorphism.hpp"
#include "tests/catch.hpp"

using cellar::Architecture;
using cellar::Nb201;
namespace nb201 = cellar::nb201;

namespace {

// Whether an edge is on a path without `none`: by trying the four ways from input to output.
bool on_path(const Architecture& cell, std::size_t edge) {
  const std::vector<std::vector<std::size_t>> ways = {
      {nb201::edge_index(0, 3)},
      {nb201::edge_index(0, 1), nb201::edge_index(1, 3)},
      {nb201::edge_index(0, 2), nb201::edge_index(2, 3)},
      {nb201::edge_index(0, 1), nb201::edge_index(1, 2), nb201::edge_index(2, 3)}};
  for (const auto& way : ways) {
    bool uses = false;
    bool open = true;
    for (const std::size_t step : way) {
      uses = uses || step == edge;
      open = open && cell[step] != 0;
    }
    if (uses && open) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("An edge of any cell is live where a path without none goes through it") {
  const Nb201 space;
  std::set<std::string> live_cells;
  int wrong = 0;
  for (std::uint64_t index = 0; index < space.size(); ++index) {
    const Architecture cell = space.at(index);
    const Architecture live = nb201::live_cell(cell);
    for (std::size_t edge = 0; edge < cell.size(); ++edge) {
      if (live[edge] != (on_path(cell, edge) ? cell[edge] : 0)) ++wrong;
    }
    if (nb201::connected(cell) == (live == Architecture(cell.size()))) ++wrong;
    live_cells.insert(space.format(live));
  }
  CHECK(wrong == 0);
  CHECK(live_cells.size() == 9445);
}
