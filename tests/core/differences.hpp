#pragma once

#include "core/architecture.hpp"

namespace cellar::test {

// In how many choices two architectures of one space differ.
inline int differences(const Architecture& a, const Architecture& b) {
  int count = 0;
  for (std::size_t choice = 0; choice < a.size(); ++choice) count += a[choice] != b[choice] ? 1 : 0;
  return count;
}

}  // namespace cellar::test
