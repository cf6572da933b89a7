#pragma once

#include <string>
#include <vector>

#include "core/architecture.hpp"

namespace cellar {

// What is thought of architectures before anything is trained: those first that a score without training, a zero-cost
// proxy, likes best. It is data of a problem as a space's features are, no oracle, and costs nothing on the simulated
// clock.
struct Prior {
  std::string name;    // of the proxy, as in "synflow"
  std::string origin;  // where the order comes from, in words, for the head of a trace
  std::vector<Architecture> best_first;
};

}  // namespace cellar
