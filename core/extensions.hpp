#pragma once

#include "core/command.hpp"
#include "core/oracle_registry.hpp"
#include "core/proxy_registry.hpp"
#include "core/registry.hpp"
#include "core/table_registry.hpp"

namespace cellar {

// What a plug-in may add to.
struct Extensions {
  SearcherRegistry& searchers;
  SpaceRegistry& spaces;
  CommandRegistry& commands;
  OracleRegistry& oracles;
  TableRegistry& tables;
  ProxyRegistry& proxies;
};

}  // namespace cellar
