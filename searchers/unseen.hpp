#pragma once

#include <optional>
#include <unordered_set>

#include "core/space.hpp"

namespace cellar {

// Of equivalent encodings the one that the space's index leads back to: what a searcher remembers that asks nothing
// twice.
Architecture representative(const SearchSpace& space, const Architecture& arch);

// A random architecture that is not in `seen`; none if there is none left.
std::optional<Architecture> random_unseen(const SearchSpace& space, const std::unordered_set<Architecture>& seen,
                                          Rng& rng);

}  // namespace cellar
