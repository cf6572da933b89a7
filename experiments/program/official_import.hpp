#pragma once

#include <filesystem>
#include <string>

#include "experiments/program/program.hpp"

namespace cellar {

struct OfficialImport {
  std::filesystem::path from, out;
  bool curves = true;   // every epoch
  bool verify = false;  // the md5 in the name
  bool quiet = false;
};

// Imports official files by all cores, shows progress, says what was found. Ctrl-C leaves nothing behind.
void import_official(const Program& program, const OfficialImport& import);

// A file or folder, as it is named or by that name in $TORCH_HOME or ~/.torch, where the original's clients look.
std::filesystem::path find_data(const std::string& name);

// What a table of this file is called, in the current folder: "NATS-tss-v1_0-3ffb9-simple.table".
std::string table_name(const std::filesystem::path& from);

}  // namespace cellar
