#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/architecture.hpp"
#include "space/network/checks/comparison.hpp"

// What an index.json records beside tensors.
namespace cellar::oneshot {

void compare_number(const std::string& name, double computed, double recorded, network::Comparison& comparison,
                    double floor = 0);

// Passes only if the cells are the same, in the same order.
void compare_cells(const std::string& name, std::span<const Architecture> computed,
                   std::span<const Architecture> recorded, network::Comparison& comparison);

// Cells as lists of genotypes, or as rows of operations, [cells, 6].
std::vector<Architecture> recorded_cells(const nlohmann::json& genotypes);
std::vector<Architecture> recorded_cells(const at::Tensor& operations);

}  // namespace cellar::oneshot
