#pragma once

#include "core/space.hpp"
#include "core/table/table.hpp"

namespace cellar {

// An Error unless the table is one of this space, by name and number of architectures.
void check_space(const Table& table, const SearchSpace& space);

// An Error unless every architecture of the table has the spelling that the space gives to its index.
void check_architectures(const Table& table, const SearchSpace& space);

}  // namespace cellar
