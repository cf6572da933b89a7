#pragma once

#include <string>
#include <vector>

namespace cellar {

// The texts one after the other, each filled up with zeros to the length of the longest: a column of type S<L>.
std::string fixed_width(const std::vector<std::string>& texts);

}  // namespace cellar
