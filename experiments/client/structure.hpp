#pragma once

#include <string>

#include "experiments/client/dialect.hpp"
#include "experiments/client/python_text.hpp"

namespace cellar {

// The originals' static methods on a spelled cell, any number of nodes: a list of tuples (operation, from) for each
// node, and the matrix [to][from] of the operations' numbers. They throw PythonErrors.
PythonValue str2lists(const std::string& arch);
PythonValue str2matrix(const std::string& arch, Dialect dialect);

}  // namespace cellar
