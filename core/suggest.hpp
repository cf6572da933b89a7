#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cellar {

// The candidate that is fewest edits (insert, delete, replace, swap neighbours) away, if that is near enough to be a
// misspelling; else empty.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// "unknown searcher 'evolutoin' (did you mean 'evolution'? known: random, evolution)".
std::string unknown_name(std::string_view kind, std::string_view name, const std::vector<std::string>& known);

}  // namespace cellar
