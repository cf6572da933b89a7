#pragma once

#include <limits>
#include <string>
#include <string_view>

namespace cellar {

// When a run starts no more trials: at a makespan in simulated seconds, a number of evaluations, or a number of epochs
// trained. The trial under way is finished and recorded.
struct Budget {
  enum class Unit { seconds, evaluations, epochs };

  Unit unit = Unit::seconds;
  double limit = std::numeric_limits<double>::infinity();  // infinity: until the searcher has finished

  friend bool operator==(const Budget&, const Budget&) = default;
};

std::string_view unit_name(Budget::Unit unit);

// "20000 seconds", "150 evaluations", "1800 epochs", "none".
std::string format(const Budget& budget);

// The inverse; a bare number is seconds, and s, evals, evaluations, epochs may follow it with or without a space.
Budget parse_budget(std::string_view text);

}  // namespace cellar
