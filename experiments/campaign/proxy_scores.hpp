#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/space.hpp"

namespace cellar {

// Scores of all architectures of a space by zero-cost proxies, higher is better.
struct ProxyScores {
  std::string origin;                        // what the file says of itself in its first line, or its name
  std::vector<std::string> proxies;          // names
  std::vector<std::vector<double>> columns;  // one for each proxy, by index; NaN: no score

  // nullptr: there is none of this name.
  const std::vector<double>* find(const std::string& proxy) const;
};

// Reads what `cellar proxy --all` writes, or any CSV, plain or gzip'd, with the column "architecture", whose other
// columns, besides "index", are scores: a number, or "nan" or nothing where there is none. Rows may come in any order,
// but none may be missing. An Error names file and line.
ProxyScores read_proxy_scores(const std::filesystem::path& path, const SearchSpace& space);

}  // namespace cellar
