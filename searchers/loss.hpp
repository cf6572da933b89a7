#pragma once

#include <limits>

#include "core/searcher.hpp"

namespace cellar {

// For searchers that minimise: the first objective with the other sign, infinite for a failed trial.
inline double loss_of(const Trial& trial) {
  return trial.valid_accuracy ? -*trial.valid_accuracy : std::numeric_limits<double>::infinity();
}

}  // namespace cellar
