#pragma once

#include <filesystem>

#include "core/extensions.hpp"
#include "core/plugin_abi.hpp"

namespace cellar {

// A plug-in is a shared library that exports
//   extern "C" const cellar::PluginAbi cellar_plugin_abi = cellar::plugin_abi();
//   extern "C" void cellar_plugin_v1(cellar::Extensions& extensions) { … }

// Loads a plug-in and lets it add what it has, which the registries then say is its own. It is never unloaded. An Error
// says what is wrong with the file.
void load_plugin(const std::filesystem::path& file, Extensions extensions);

// The same for a part of the program that comes as a plug-in.
void load_module(const std::filesystem::path& file, Extensions extensions);

}  // namespace cellar
