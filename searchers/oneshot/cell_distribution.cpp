#include "searchers/oneshot/cell_distribution.hpp"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "core/errors.hpp"
#include "searchers/oneshot/cell_codes.hpp"
#include "space/network/host_values.hpp"

namespace cellar::oneshot {

namespace {

constexpr std::size_t kEdges = nb201::kEdges.size();
constexpr std::size_t kOperations = nb201::kOperationNames.size();

}  // namespace

CellDistribution::CellDistribution(const at::Tensor& log_probabilities)
    : values_(network::host_values(log_probabilities)), is_single_(log_probabilities.scalar_type() == at::kFloat) {
  require(values_.size() == kEdges * kOperations, "the probabilities of cells come from six rows of five");
  if (std::any_of(values_.begin(), values_.end(), [](double value) { return std::isnan(value); })) {
    throw Error("the probability of an operation is no number: the architecture parameters have diverged");
  }
}

// Rounding a sum of two floats from double to float is rounding once: double has more than twice float's digits.
double CellDistribution::add(double sum, std::size_t edge, std::size_t operation) const {
  const double next = sum + values_[edge * kOperations + operation];
  return is_single_ ? static_cast<double>(static_cast<float>(next)) : next;
}

double CellDistribution::log_probability(const Architecture& cell) const {
  double sum = 0;
  for (std::size_t edge = 0; edge < kEdges; ++edge) sum = add(sum, edge, cell[edge]);
  return sum;
}

std::vector<CellDistribution::Ranked> CellDistribution::most_probable(std::size_t count) const {
  require(count <= kCells, "there are 15,625 cells");
  std::vector<double> sums = {0};  // of all choices on the edges so far, in the order of codes
  for (std::size_t edge = 0; edge < kEdges; ++edge) {
    std::vector<double> longer;
    longer.reserve(sums.size() * kOperations);
    for (const double sum : sums) {
      for (std::size_t operation = 0; operation < kOperations; ++operation) {
        longer.push_back(add(sum, edge, operation));
      }
    }
    sums = std::move(longer);
  }
  std::vector<std::uint16_t> codes(sums.size());
  std::iota(codes.begin(), codes.end(), std::uint16_t{0});
  const auto end = codes.begin() + static_cast<std::ptrdiff_t>(count);
  std::partial_sort(codes.begin(), end, codes.end(), [&](std::uint16_t a, std::uint16_t b) {
    return sums[a] > sums[b] || (sums[a] == sums[b] && a < b);
  });
  std::vector<Ranked> ranked;
  ranked.reserve(count);
  for (auto code = codes.begin(); code != end; ++code) ranked.push_back({cell_of_code(*code), sums[*code]});
  return ranked;
}

}  // namespace cellar::oneshot
