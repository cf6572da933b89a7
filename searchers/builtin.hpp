#pragma once

#include "core/registry.hpp"

namespace cellar {

// Adds every searcher of this folder.
void register_searchers(SearcherRegistry& registry);

}  // namespace cellar
