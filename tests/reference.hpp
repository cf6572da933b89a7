#pragma once

#include <filesystem>
#include <iostream>
#include <string>

namespace cellar::test {

// The reference figures, by their path below CELLAR_REFERENCE_DIR; empty where they are absent. A test that needs them
// begins with
//   const auto file = reference("data/nb201.csv.gz");
//   if (file.empty()) return;
// which prints the line that makes CTest count it as skipped.
inline std::filesystem::path reference(const std::string& path) {
  const std::filesystem::path file = std::filesystem::path(CELLAR_REFERENCE_DIR) / path;
  if (std::filesystem::exists(file)) return file;
  std::cout << "SKIPPED: no reference figures at " << file.string() << '\n';
  return {};
}

}  // namespace cellar::test
