#pragma once

#include "core/registry.hpp"

namespace cellar::oneshot {

// Adds the weight-sharing searchers.
void register_searchers(SearcherRegistry& registry);

}  // namespace cellar::oneshot
