#pragma once

#include "core/command.hpp"
#include "core/registry.hpp"

namespace cellar {

// What a plug-in may add to.
struct Extensions {
  SearcherRegistry& searchers;
  SpaceRegistry& spaces;
  CommandRegistry& commands;
};

}  // namespace cellar
