#pragma once

#include <string>
#include <vector>

#include "space/nb201/cell.hpp"

// Which cells are the same network, as NAS-Bench-201 decides it (CellStructure.to_unique_str in AutoDL-Projects,
// xautodl/models/cell_searchs/genotypes.py).
namespace cellar::nb201 {

enum class Zeros {
  propagate,  // a `none` edge, and any edge from a node 1 that is zero, is the term "#": 6,466 classes
  opaque      // `none` is an operation like the others: 12,751 classes
};

// The cell as a sum of terms: node 0 is "0", an edge is "(NODE)@OPERATION", a skip is its node itself, and a node is
// its terms in byte order with "+" between. Cells of equal strings compute the same function. The converse does not
// hold: a node of several zeros is "#+#" and is not recognised as zero, and a skipped sum is not spliced into the
// order; there are 4,930 and 11,410 different functions. Zeros::propagate is what the client's get_unique_str answers.
std::string unique_string(const Architecture& cell, Zeros zeros = Zeros::propagate);

// A number for each cell, equal for two cells exactly where unique_string (zeros propagated) is, and computed without
// strings.
class Classes {
 public:
  Classes();

  // Of the cell of this code: a number of base 5 below 15,625, a digit for each edge, the last edge lowest.
  std::uint64_t number(std::uint32_t code) const;

  struct Term {                  // a term of the output's sum
    std::size_t rank = 0;        // among all terms, by text
    std::uint64_t summands = 0;  // their numbers from 1, as digits of base 2^16: one, or two where a sum is skipped
    int bits = 0;                // of the summands
  };

 private:
  std::vector<Term> terms_;  // five for each string that the origin of an edge into the output can have
};

// Whether a path without `none` leads from the input to the output: 15,284 cells of 15,625.
bool connected(const Architecture& cell);

}  // namespace cellar::nb201
