#pragma once

#include <filesystem>
#include <string>

#include "space/network/checks/comparison.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "tests/catch.hpp"
#include "tests/reference.hpp"

namespace cellar::test {

// Runs every case of a folder of the reference whose name begins with `prefix`.
template <class Check>
void check_cases(const std::string& folder, const std::string& prefix, const Check& check, int least) {
  const auto path = reference(folder);
  if (path.empty()) return;
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (!entry.is_directory() || !entry.path().filename().string().starts_with(prefix)) continue;
    const network::Comparison comparison = check(network::RecordedCase(entry.path()));
    CAPTURE(entry.path(), comparison.failed(), comparison.worst(), comparison.where());
    REQUIRE(comparison.passed());
    ++cases;
  }
  REQUIRE(cases >= least);
}

}  // namespace cellar::test
