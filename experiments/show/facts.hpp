#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/space.hpp"
#include "core/table/table.hpp"

namespace cellar {

// Spearman's rank correlation of two series of equal length, equal values sharing their mean rank; pairs with a NaN are
// left out.
double spearman(const std::vector<double>& a, const std::vector<double>& b);

// What a table says about its space, recomputed from it: how many architectures are unique and connected, the optima,
// how figures after 12 epochs rank those after 200, what the best of 12 epochs is worth, how rare good ones are.
std::string table_facts(const std::shared_ptr<const Table>& table, const SearchSpace& space);

}  // namespace cellar
