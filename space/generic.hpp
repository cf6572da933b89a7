#pragma once

#include <string>
#include <vector>

#include "core/space.hpp"

namespace cellar {

// A space given by what can be chosen, for spaces of one's own: a name, how many values each choice has, and what they
// are called. An architecture is spelled by its values with colons between them, "red:3:big".
class GenericSpace : public SearchSpace {
 public:
  // arity: as for SearchSpace. values: for each choice the names of its values, different from each other, or an empty
  // list, which calls them 0, 1, …; left out, all are numbers. The space's name and the values' hold neither comma,
  // colon, quote, #, space nor control character; an Error names the one that does.
  explicit GenericSpace(std::string name, std::vector<int> arity, std::vector<std::vector<std::string>> values = {});

  std::string name() const override { return name_; }
  std::string format(const Architecture& arch) const override;
  Architecture parse(std::string_view text) const override;

  const std::vector<std::string>& values(std::size_t choice) const { return values_[choice]; }

 private:
  std::string name_;
  std::vector<std::vector<std::string>> values_;
};

}  // namespace cellar
