#include "space/nb201/isomorphism.hpp"

#include <algorithm>
#include <array>

namespace cellar::nb201 {

namespace {

using Names = std::array<std::string_view, kOperationNames.size()>;

// One letter for each name, in the same byte order; no name begins another, so sums sort alike under both.
constexpr Names kLetters = {"b", "e", "c", "d", "a"};

std::string term(const std::string& node, Operation op, Zeros zeros, const Names& names) {
  if (zeros == Zeros::propagate && (op == Operation::none || node == "#")) return "#";
  if (op == Operation::skip_connect) return node;
  std::string text = "(";
  text += node;
  text += ")@";
  text += names[static_cast<std::size_t>(op)];
  return text;
}

std::string sum_string(const Architecture& cell, Zeros zeros, const Names& names) {
  std::array<std::string, kNodes> nodes = {"0"};
  for (int to = 1; to < kNodes; ++to) {
    std::array<std::string, kNodes - 1> terms;
    for (int from = 0; from < to; ++from) {
      terms[from] = term(nodes[from], operation(cell, edge_index(from, to)), zeros, names);
    }
    std::sort(terms.begin(), terms.begin() + to);
    nodes[to] = terms[0];
    for (int next = 1; next < to; ++next) nodes[to].append("+").append(terms[next]);
  }
  return nodes.back();
}

}  // namespace

std::string unique_string(const Architecture& cell, Zeros zeros) { return sum_string(cell, zeros, kOperationNames); }

std::string short_unique_string(const Architecture& cell) { return sum_string(cell, Zeros::propagate, kLetters); }

bool connected(const Architecture& cell) {
  std::array<bool, kNodes> reached = {true};
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) {  // in order of the target node
    if (reached[kEdges[edge].from] && operation(cell, edge) != Operation::none) reached[kEdges[edge].to] = true;
  }
  return reached.back();
}

}  // namespace cellar::nb201
