#include "searchers/oneshot/checks/compare.hpp"

#include <ATen/ATen.h>

#include "core/errors.hpp"
#include "space/nb201/cell.hpp"

namespace cellar::oneshot {

namespace {

constexpr std::size_t kEdges = nb201::kEdges.size();

at::Tensor operations(std::span<const Architecture> cells) {
  const at::Tensor rows = at::empty({static_cast<std::int64_t>(cells.size()), kEdges}, at::kDouble);
  double* next = rows.data_ptr<double>();
  for (const Architecture& cell : cells) {
    for (const std::uint8_t choice : cell.choices()) *next++ = choice;
  }
  return rows;
}

}  // namespace

void compare_number(const std::string& name, double computed, double recorded, network::Comparison& comparison,
                    double floor) {
  comparison.value(name, at::scalar_tensor(computed, at::kDouble), at::scalar_tensor(recorded, at::kDouble), floor);
}

void compare_cells(const std::string& name, std::span<const Architecture> computed,
                   std::span<const Architecture> recorded, network::Comparison& comparison) {
  comparison.value(name, operations(computed), operations(recorded));
}

std::vector<Architecture> recorded_cells(const nlohmann::json& genotypes) {
  std::vector<Architecture> cells;
  for (const auto& genotype : genotypes) cells.push_back(nb201::parse_cell(genotype.get<std::string>()));
  return cells;
}

std::vector<Architecture> recorded_cells(const at::Tensor& operations) {
  if (operations.dim() != 2 || operations.size(1) != static_cast<std::int64_t>(kEdges) ||
      operations.scalar_type() != at::kLong) {
    throw Error("recorded operations are rows of six whole numbers");
  }
  std::vector<Architecture> cells(static_cast<std::size_t>(operations.size(0)), Architecture(kEdges));
  const std::int64_t* next = operations.data_ptr<std::int64_t>();
  for (Architecture& cell : cells) {
    for (std::size_t edge = 0; edge < kEdges; ++edge, ++next) {
      if (*next < 0 || *next >= static_cast<std::int64_t>(nb201::kOperationNames.size())) {
        throw Error("a recorded operation is none of the five");
      }
      cell[edge] = static_cast<std::uint8_t>(*next);
    }
  }
  return cells;
}

}  // namespace cellar::oneshot
