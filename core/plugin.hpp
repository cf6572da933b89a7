#pragma once

#include <array>
#include <filesystem>
#include <string_view>

#include "core/command.hpp"
#include "core/registry.hpp"

namespace cellar {

// What a plug-in may add to.
struct Extensions {
  SearcherRegistry& searchers;
  SpaceRegistry& spaces;
  CommandRegistry& commands;
};

// What code was compiled for: the version of these interfaces, the compiler and its library ABI. Code compiled for
// something else sees other types under the same names, so it is refused.
struct PluginAbi {
  std::array<char, 96> text{};
};

constexpr PluginAbi make_plugin_abi() {
  PluginAbi abi;
  std::size_t length = 0;
  const auto append = [&](std::string_view piece) {
    for (const char c : piece) abi.text[length++] = c;
  };
  const auto append_int = [&](int number) {
    if (number >= 10) abi.text[length++] = static_cast<char>('0' + number / 10 % 10);
    abi.text[length++] = static_cast<char>('0' + number % 10);
  };
  append("interface 3, ");
#if defined(__clang__)
  append("clang ");
  append_int(__clang_major__);
#else
  append("gcc ");
  append_int(__GNUC__);
#endif
#if defined(__GLIBCXX__)
  append(", libstdc++ abi ");
  append_int(_GLIBCXX_USE_CXX11_ABI);
#else
  append(", libc++");
#endif
  return abi;
}

// A plug-in is a shared library that exports
//   extern "C" const cellar::PluginAbi cellar_plugin_abi = cellar::kPluginAbi;
//   extern "C" void cellar_plugin_v1(cellar::Extensions& extensions) { … }
inline constexpr PluginAbi kPluginAbi = make_plugin_abi();

// Loads a plug-in and lets it add what it has. It is never unloaded. An Error says what is wrong with the file.
void load_plugin(const std::filesystem::path& file, Extensions extensions);

}  // namespace cellar
