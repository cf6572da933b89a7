#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cellar {

// A value of the original client, which is written in Python: what json.dumps makes of it. Dicts keep their order; a
// tuple is a list, a dict's keys are text.
using PythonValue = nlohmann::ordered_json;

// repr(value) and "{:}".format(value).
std::string python_repr(const PythonValue& value);
std::string python_str(const PythonValue& value);

std::string python_repr(const std::vector<std::string>& list);      // ['a', 'b']
std::string python_repr(const std::vector<int>& list);              // [1, 2]
std::string python_repr(const std::pair<std::string, int>& tuple);  // ('a', 1)

// type(value).__name__.
std::string python_type(const PythonValue& value);

// int: True and False are 1 and 0 there.
bool is_python_int(const PythonValue& value);
std::int64_t python_int(const PythonValue& value);

}  // namespace cellar
