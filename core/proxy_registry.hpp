#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/space.hpp"

namespace cellar {

// A score of architectures without training, which searchers may begin with, as in evolution(warm=mine).
struct ProxyEntry {
  std::string name;
  std::string summary = {};
  // A score of each architecture of the space by index, higher is better, NaN where there is none. An Error for a space
  // that it cannot score.
  std::function<std::vector<double>(const SearchSpace&)> scores;
  std::string code = {};  // as a searcher's
};

class ProxyRegistry {
 public:
  void add(ProxyEntry entry);
  void set_code(std::string code) { code_ = std::move(code); }
  const std::vector<ProxyEntry>& entries() const { return entries_; }
  const ProxyEntry* find(std::string_view name) const;  // nullptr: there is none

 private:
  friend struct PluginLayout;

  std::string code_;
  std::vector<ProxyEntry> entries_;
};

}  // namespace cellar
