#include "experiments/client/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/numbers.hpp"
#include "experiments/client/python_error.hpp"
#include "space/nb201/cell.hpp"

namespace cellar {

namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

struct Input {
  std::string operation, from;
};

// For each node what enters it. All pieces of a node are looked at before any is used, as in the originals.
std::vector<Input> inputs_of(const std::string& node) {
  std::vector<Input> inputs;
  for (const std::string& piece : split(node, '|')) {
    if (piece.empty()) continue;
    const std::vector<std::string> parts = split(piece, '~');
    if (parts.size() != 2) throw assertion_error("invalid input length : " + piece);
    inputs.push_back({parts[0], parts[1]});
  }
  return inputs;
}

std::int64_t integer(const std::string& text) {
  const auto number = parse_number<std::int64_t>(text);
  if (!number) throw value_error("invalid literal for int() with base 10: " + python_repr(PythonValue(text)));
  return *number;
}

}  // namespace

PythonValue str2lists(const std::string& arch) {
  PythonValue nodes = PythonValue::array();
  for (const std::string& node : split(arch, '+')) {
    PythonValue tuples = PythonValue::array();
    for (const Input& input : inputs_of(node)) {
      tuples.push_back(PythonValue::array({input.operation, integer(input.from)}));
    }
    nodes.push_back(std::move(tuples));
  }
  return nodes;
}

PythonValue str2matrix(const std::string& arch, Dialect dialect) {
  const std::vector<std::string> nodes = split(arch, '+');
  const auto size = static_cast<std::int64_t>(nodes.size()) + 1;
  std::vector<std::vector<double>> matrix(nodes.size() + 1, std::vector<double>(nodes.size() + 1, 0.0));
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    for (const Input& input : inputs_of(nodes[node])) {
      const auto known = std::find(nb201::kOperationNames.begin(), nb201::kOperationNames.end(), input.operation);
      if (known == nb201::kOperationNames.end()) {
        const std::vector<std::string> names(nb201::kOperationNames.begin(), nb201::kOperationNames.end());
        std::string list = python_repr(names);
        if (is_nats(dialect)) list = "(" + list.substr(1, list.size() - 2) + ")";
        throw value_error(fmt::format("this op ({}) is not in {}", input.operation, list));
      }
      const std::int64_t from = integer(input.from);
      if (from < -size || from >= size) {
        throw PythonError("IndexError", fmt::format("index {} is out of bounds for axis 1 with size {}", from, size));
      }
      matrix[node + 1][static_cast<std::size_t>(from < 0 ? from + size : from)] =
          static_cast<double>(known - nb201::kOperationNames.begin());
    }
  }
  return matrix;
}

}  // namespace cellar
