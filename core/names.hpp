#pragma once

#include <string_view>

namespace cellar {

// What a space and its values are called stands in traces (CSV with # comments) and between colons, so it holds neither
// comma, colon, quote, #, space nor control character; an Error says of `what` that its name is empty or holds one.
void check_name(std::string_view what, std::string_view name);

// The same for what may stand in a space's file, where braces name a choice: it holds none, and at most 100 bytes.
void check_plain_name(std::string_view what, std::string_view name);

}  // namespace cellar
