#pragma once

#include <vector>

#include "space/nb201/cell.hpp"

namespace cellar::nb201 {

// The path encoding of BANANAS (White, Neiswanger and Savani, AAAI 2021) for this cell: a one for each sequence of
// operations on a way from input to output, zeros elsewhere, [5 + 25 + 125] by the length of the way. As in the
// authors' code for this benchmark (naszilla, nas_bench_201/cell_201.py), `none` is an operation like the others, so
// every cell has one way of length 1, one or two different ones of length 2 and one of length 3. Within a length the
// first operation counts least; the operations are numbered in our order, theirs is alphabetical.
std::vector<double> path_encoding(const Architecture& cell);

}  // namespace cellar::nb201
