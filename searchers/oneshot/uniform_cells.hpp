#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/architecture.hpp"
#include "core/random.hpp"

// Cells of NAS-Bench-201 drawn without architecture parameters (AutoDL-Projects, xautodl/models/cell_searchs/
// search_cells.py and generic_model.py).
namespace cellar::oneshot {

// Every edge uniformly, all `none` possible: dync_genotype(True) of SETN, random_genotype of NAS-Bench-201's random
// search.
Architecture uniform_cell(Rng& rng);

// One cell in which no node has `none` on all of its edges: where it would, all edges of that node are drawn again
// (forward_urs). Random search with shared weights draws one for each cell of the network.
Architecture live_cell(Rng& rng);
Architecture live_cell(const std::function<std::uint8_t()>& draw);  // of operations drawn elsewhere
std::vector<Architecture> live_cells(std::size_t count, Rng& rng);

// `count` different cells of all 15,625, uniformly, in random order (random.sample).
std::vector<Architecture> distinct_cells(std::size_t count, Rng& rng);

}  // namespace cellar::oneshot
