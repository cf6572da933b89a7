#pragma once

#include <string>
#include <string_view>

namespace cellar {

// User input as it may stand in a message of one line: printable ASCII stays, other bytes become \xNN, and what is
// longer than 120 bytes is cut with "...".
std::string printable(std::string_view text);

}  // namespace cellar
