#pragma once

#include <string>

#include "core/space.hpp"

namespace cellar {

// An architecture as a user names it: by its spelling in the space, or by its index. An Error says what is allowed.
Architecture parse_architecture(const SearchSpace& space, const std::string& text);

}  // namespace cellar
