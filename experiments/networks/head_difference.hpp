#pragma once

#include <string>
#include <string_view>

namespace cellar {

// What is otherwise in the head of a file than it should be, "'seed=0' where this has 'seed=1'": the first word that
// differs, or the first line of a text that has no head.
std::string head_difference(std::string_view text, std::string_view head);

}  // namespace cellar
