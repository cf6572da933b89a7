#pragma once

#include <string>
#include <vector>

namespace cellar {

// Spellings of searchers without the options that all of them share, where one of them is too long to stand beside a
// curve or in a table: "darts(epochs=9,order=2)" and "gdas(epochs=9)" become "darts(order=2)" and "gdas"; one alone is
// its name.
struct ShortNames {
  std::vector<std::string> names;  // as the spellings are ordered
  std::string shared;              // "epochs=9", separated by commas; empty: nothing is left out
};
ShortNames short_names(const std::vector<std::string>& spellings);

}  // namespace cellar
