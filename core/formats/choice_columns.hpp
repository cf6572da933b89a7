#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cellar {

// The choices of a search space, and their values, as the rows of a CSV show them.
struct ChoiceColumns {
  struct Column {
    std::size_t field;  // its place in a row
    std::string name;
    std::vector<std::string> values;  // all numbers: ascending by value, otherwise by text
  };
  std::vector<Column> columns;
};

// The columns at the fields `candidates` as choices: the values of each are the different texts that stand in it.
// `source` is the file's name, for messages. An Error names line and column of what no choice can be: an empty field, a
// text that a space may not hold, more than 255 different ones.
ChoiceColumns derive_choices(std::string_view csv_text, std::string_view source,
                             const std::vector<std::size_t>& candidates);

// The column at `arch_field` as choices: in each row stand equally many values with colons between them, "18:conv3".
// The choices are called choice1, choice2, …; the same texts are refused.
ChoiceColumns split_spellings(std::string_view csv_text, std::string_view source, std::size_t arch_field);

}  // namespace cellar
