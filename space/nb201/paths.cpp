#include "space/nb201/paths.hpp"

namespace cellar::nb201 {

std::vector<double> path_encoding(const Architecture& cell) {
  constexpr std::size_t kOps = kOperationNames.size();
  constexpr std::size_t kLength2 = kOps;
  constexpr std::size_t kLength3 = kLength2 + kOps * kOps;
  const auto op = [&](int from, int to) { return std::size_t{cell[edge_index(from, to)]}; };
  std::vector<double> encoding(kLength3 + kOps * kOps * kOps, 0.0);
  encoding[op(0, 3)] = 1.0;
  encoding[kLength2 + op(0, 1) + kOps * op(1, 3)] = 1.0;
  encoding[kLength2 + op(0, 2) + kOps * op(2, 3)] = 1.0;
  encoding[kLength3 + op(0, 1) + kOps * (op(1, 2) + kOps * op(2, 3))] = 1.0;
  return encoding;
}

}  // namespace cellar::nb201
