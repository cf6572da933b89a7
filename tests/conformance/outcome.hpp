#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/trace/fields.hpp"
#include "core/trace/row.hpp"
#include "tests/conformance/conformance.hpp"

namespace cellar::conformance {

// The rows of one run, and how they are spelled in a trace, but for the seconds that it took for real.
struct Outcome {
  std::vector<TraceRow> rows;
  std::vector<std::string> lines;
  TraceColumns columns;
};

Outcome spelled(std::vector<TraceRow> rows, const SearchSpace& space, TraceColumns columns);

// In words, from which row on; empty if they are the same.
std::string first_difference(const Outcome& a, const Outcome& b);

// An empty text if the promise is kept, else why not. What it throws is a reason, too.
using Promise = std::function<std::string()>;
Finding attempt(const Setting& setting, std::string promise, const Promise& keep);
// What came of it, told to the setting.
Finding finish(const Setting& setting, Finding finding);

// What the loop does not enforce by itself, seen from the rows of one run.
std::string budget_kept(const Outcome& outcome, const Budget& budget);

}  // namespace cellar::conformance
