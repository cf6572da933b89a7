#pragma once

#include <functional>
#include <optional>

#include "core/space.hpp"
#include "searchers/model_based/sparse_row.hpp"

namespace cellar {

// How architectures become the inputs of a network. The space has to outlive it. Isomorphic architectures have the same
// encoding, that of the canonical one.
struct Encoding {
  std::function<SparseRow(const Architecture&)> encode;
  Eigen::Index inputs;
};

// One input for each value of each choice.
Encoding one_hot_encoding(const SearchSpace& space);

// The space's "paths"; none where it offers none.
std::optional<Encoding> path_encoding(const SearchSpace& space);

}  // namespace cellar
