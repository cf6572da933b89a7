#pragma once

#include "core/registry.hpp"

namespace cellar {

// Adds the spaces that come with the program: nb201, nats-size.
void register_spaces(SpaceRegistry& spaces);

}  // namespace cellar
