#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/options.hpp"

namespace cellar {

// How things with options are named: "evolution", "evolution(population=20,sample=5)".

// An Error unless a name of this kind ("searcher") can stand in a folder name, a CSV field and a spelling.
void check_registered_name(std::string_view kind, std::string_view name);

// The name in a spelling, without its options and the blanks around it.
std::string_view name_in(std::string_view spelling);

// "evolution(population=20)" of a name and "population=20"; the name alone where there are no options.
std::string spelled(std::string_view name, std::string_view options);

// Sets the options that the spelling of `owner` writes; returns their names, in the order written. An Error says what
// is wrong with them.
std::vector<std::string> set_spelled(OptionList& options, std::string_view owner, std::string_view spelling);

// The same of what stands between the parentheses.
std::vector<std::string> set_options(OptionList& options, std::string_view owner, std::string_view assignments);

}  // namespace cellar
