#include "space/nb201/forms.hpp"

namespace cellar::nb201 {

Matrix matrix(const Architecture& cell) {
  Matrix matrix{};
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) matrix[kEdges[edge].to][kEdges[edge].from] = cell[edge];
  return matrix;
}

std::vector<std::vector<Input>> lists(const Architecture& cell) {
  std::vector<std::vector<Input>> lists(kNodes - 1);
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) {
    lists[kEdges[edge].to - 1].push_back({operation_name(operation(cell, edge)), kEdges[edge].from});
  }
  return lists;
}

}  // namespace cellar::nb201
