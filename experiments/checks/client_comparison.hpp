#pragma once

#include <optional>
#include <string>

#include "experiments/client/python_text.hpp"

namespace cellar {

// The first place where two results differ, "['loss']: 0.5 instead of 0.25"; none where they are the same: numbers to
// 1e-12 relative, whether they are int or float, the keys of dicts in the same order, text to the character.
std::optional<std::string> client_difference(const PythonValue& ours, const PythonValue& theirs);

// Reads Python's JSON, which spells NaN, Infinity and -Infinity without quotes. They become these texts.
PythonValue parse_python_json(const std::string& text);

}  // namespace cellar
