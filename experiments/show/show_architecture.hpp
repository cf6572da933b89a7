#pragma once

#include <string>

#include "core/space.hpp"
#include "core/table/table.hpp"

namespace cellar {

// Everything known about one architecture, for a terminal: index, spelling, drawing, costs, and the table's figures of
// every data set.
std::string show_architecture(const Architecture& arch, const SearchSpace& space, const Table& table, bool colours);

// The same as JSON.
std::string show_architecture_json(const Architecture& arch, const SearchSpace& space, const Table& table);

}  // namespace cellar
