#include "core/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "core/errors.hpp"
#include "core/trimmed.hpp"

namespace cellar {

namespace {

// Where the first comma stands that is in no quotes and no parentheses.
std::size_t end_of_assignment(std::string_view text) {
  int depth = 0;
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') in_quotes = !in_quotes;
    if (in_quotes) continue;
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (text[i] == ',' && depth == 0) return i;
  }
  return std::string_view::npos;
}

}  // namespace

void check_registered_name(std::string_view kind, std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  if (!name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), allowed)) return;
  throw Error(fmt::format("'{}' cannot name a {}: allowed are a-z, 0-9, '-' and '_'", name, kind));
}

std::string spelled(std::string_view name, std::string_view options) {
  return options.empty() ? std::string(name) : fmt::format("{}({})", name, options);
}

std::string_view name_in(std::string_view spelling) { return trimmed(spelling.substr(0, spelling.find('('))); }

std::vector<std::string> set_options(OptionList& options, std::string_view owner, std::string_view assignments) {
  std::vector<std::string> names;
  while (!assignments.empty()) {
    const std::size_t comma = end_of_assignment(assignments);
    const std::string_view one = trimmed(assignments.substr(0, comma));
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos) {
      throw Error(fmt::format("{}: '{}' is no option; write name=value, as in {}(name=value)", owner, one, owner));
    }
    names.emplace_back(trimmed(one.substr(0, equals)));
    if (std::count(names.begin(), names.end(), names.back()) > 1) {
      throw Error(fmt::format("{}: option {} is given twice", owner, names.back()));
    }
    options.set(owner, names.back(), trimmed(one.substr(equals + 1)));
    assignments.remove_prefix(comma == std::string_view::npos ? assignments.size() : comma + 1);
  }
  return names;
}

std::vector<std::string> set_spelled(OptionList& options, std::string_view owner, std::string_view spelling) {
  spelling = trimmed(spelling);
  const std::size_t open = spelling.find('(');
  if (open == std::string_view::npos) return {};
  if (spelling.back() != ')') {
    throw Error(fmt::format("'{}' lacks its ')': write {}(name=value,name=value)", spelling, owner));
  }
  return set_options(options, owner, spelling.substr(open + 1, spelling.size() - open - 2));
}

}  // namespace cellar
