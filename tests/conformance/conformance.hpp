#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/registry.hpp"

namespace cellar::conformance {

struct Finding {
  std::string setting;
  std::string promise;  // "deterministic in (options, seed)"
  bool kept = true;
  std::string detail;  // why not; or what was measured
};

// Where a searcher is tried: a space, an oracle over it and the budget of one run.
struct Setting {
  std::string name;
  std::shared_ptr<const SearchSpace> space;
  std::shared_ptr<const Oracle> oracle;
  Budget budget;
  // Told of each promise before it is tried, and after; may be empty.
  std::function<void(const std::string& promise)> begin = nullptr;
  std::function<void(const Finding&)> end = nullptr;
};

// What every searcher must keep, tried in one setting: valid proposals and an end, determinism, the same result
// from any prefix of its trace, 1, 4 and 16 workers, architectures whose training fails.
std::vector<Finding> try_promises(const ConfiguredSearcher& searcher, const Setting& setting);

// Not worse than chance: over `seeds` runs the mean of the best observed accuracy is at most 3 standard errors (of the
// difference) below that of `baseline`, which is random search.
Finding try_against_chance(const ConfiguredSearcher& searcher, const ConfiguredSearcher& baseline,
                           const Setting& setting, int seeds);

}  // namespace cellar::conformance
