#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/architecture.hpp"

// The cell of NAS-Bench-201 (Dong and Yang 2020): nodes 0 (input) to 3 (output), an edge from every node to every later
// one, one of five operations on each edge; a node is the sum of its edges. As an Architecture it has one choice for
// each edge, in the order of the official string, whose values are Operations.
namespace cellar::nb201 {

enum class Operation : std::uint8_t { none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3 };

inline constexpr std::array<std::string_view, 5> kOperationNames = {"none", "skip_connect", "nor_conv_1x1",
                                                                    "nor_conv_3x3", "avg_pool_3x3"};

struct Edge {
  int from, to;
};

inline constexpr int kNodes = 4;
inline constexpr std::array<Edge, 6> kEdges = {{{0, 1}, {0, 2}, {1, 2}, {0, 3}, {1, 3}, {2, 3}}};

// The position in kEdges of the edge between two nodes, from < to.
constexpr std::size_t edge_index(int from, int to) {
  const int index = to * (to - 1) / 2 + from;
  return static_cast<std::size_t>(index);
}

inline Operation operation(const Architecture& cell, std::size_t edge) { return static_cast<Operation>(cell[edge]); }
constexpr std::string_view operation_name(Operation op) { return kOperationNames[static_cast<std::size_t>(op)]; }

// "|op~0|+|op~0|op~1|+|op~0|op~1|op~2|".
std::string format_cell(const Architecture& cell);

// The inverse, for exactly this spelling. An Error names the character, counted from 1, the edge, and what is allowed.
Architecture parse_cell(std::string_view text);

}  // namespace cellar::nb201
