#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/plugin.hpp"
#include "core/table/table.hpp"

namespace cellar {

// What the program knows: everything built in, and what plug-ins add.
struct Program {
  SearcherRegistry searchers;
  SpaceRegistry spaces;
  CommandRegistry commands;
  OracleRegistry oracles;
  TableRegistry tables;
  ProxyRegistry proxies;
  std::vector<std::filesystem::path> plugins;  // those loaded
  CommandRegistry network_commands;            // of the module that needs LibTorch
  bool has_networks = false;                   // it is loaded

  Extensions extensions() { return {searchers, spaces, commands, oracles, tables, proxies}; }
};

// Where tables are looked for by name: `--tables DIR` if not empty, $CELLAR_TABLES, ../share/cellar/tables beside the
// program.
std::vector<std::string> table_folders(const std::string& option);

// A table by name or by file ("my.table", anything with a '/' or that ending); `brought`: those of plug-ins, whose
// names come first. An Error lists the names there are.
std::shared_ptr<const Table> find_table(const std::string& name_or_file, const std::string& tables_option = "",
                                        const TableRegistry* brought = nullptr);

// The names of files that find_table knows.
std::vector<std::string> table_names(const std::string& tables_option = "");

}  // namespace cellar
