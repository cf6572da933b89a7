#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "space/nb201/cell.hpp"

// Other forms of a cell, as the benchmark's own client gives them.
namespace cellar::nb201 {

// [to][from], [4, 4]: the operation's number on each edge, 0 for none and where there is no edge (str2matrix).
using Matrix = std::array<std::array<int, kNodes>, kNodes>;
Matrix matrix(const Architecture& cell);

// What enters the nodes 1, 2 and 3, in the order of the official string (str2lists).
struct Input {
  std::string_view operation;
  int from;
};
std::vector<std::vector<Input>> lists(const Architecture& cell);

}  // namespace cellar::nb201
