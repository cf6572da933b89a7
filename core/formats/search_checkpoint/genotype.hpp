#pragma once

#include <string>

#include "core/formats/pickle/value.hpp"

namespace cellar {

// A cell in a checkpoint, in the official spelling "|op~0|+|op~0|op~1|+…": of the original's class Structure
// (xautodl/models/cell_searchs/genotypes.py), whose attribute `nodes` lists for each node the pairs of operation and
// input; or of a text, which is returned as it is. Whether it is a cell of some space is not checked.
std::string genotype_text(const PickleValue& value);

}  // namespace cellar
