#include "space/generic.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/names.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

void check_values(const std::string& space, std::size_t choice, int arity, const std::vector<std::string>& values) {
  const std::string where = fmt::format("space '{}': choice {}", space, choice + 1);
  if (values.size() != static_cast<std::size_t>(arity)) {
    throw Error(fmt::format("{} has {} values, but {} names", where, arity, values.size()));
  }
  for (std::size_t value = 0; value < values.size(); ++value) {
    check_name(fmt::format("{}, value {}", where, value + 1), values[value]);
    if (std::find(values.begin(), values.begin() + value, values[value]) != values.begin() + value) {
      throw Error(fmt::format("{} has two values named '{}'; they must differ", where, printable(values[value])));
    }
  }
}

std::vector<std::string> numbers(int arity) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(arity));
  for (int value = 0; value < arity; ++value) names.push_back(std::to_string(value));
  return names;
}

}  // namespace

GenericSpace::GenericSpace(std::string name, std::vector<int> arity, std::vector<std::vector<std::string>> values)
    : SearchSpace(std::move(arity)), name_(std::move(name)), values_(std::move(values)) {
  check_name("a space", name_);
  const std::vector<int>& arities = this->arity();
  if (values_.empty()) values_.resize(arities.size());
  if (values_.size() != arities.size()) {
    throw Error(
        fmt::format("space '{}' has {} choices, but value names for {}", name_, arities.size(), values_.size()));
  }
  for (std::size_t choice = 0; choice < arities.size(); ++choice) {
    if (values_[choice].empty()) values_[choice] = numbers(arities[choice]);
    check_values(name_, choice, arities[choice], values_[choice]);
  }
}

std::string GenericSpace::format(const Architecture& arch) const {
  std::string text;
  for (std::size_t choice = 0; choice < values_.size(); ++choice) {
    if (choice > 0) text += ':';
    text += values_[choice][arch[choice]];
  }
  return text;
}

Architecture GenericSpace::parse(std::string_view text) const {
  const auto fail = [&](std::size_t position, const std::string& reason) {
    throw Error(
        fmt::format("'{}' is no architecture of {}: character {}: {}", printable(text), name_, position + 1, reason));
  };
  Architecture arch(values_.size());
  std::size_t begin = 0;
  for (std::size_t choice = 0; choice < values_.size(); ++choice) {
    if (begin > text.size()) {
      fail(text.size(), fmt::format("ends after {} values; {} are needed, with ':' between", choice, values_.size()));
    }
    const std::size_t end = std::min(text.find(':', begin), text.size());
    const std::string_view field = text.substr(begin, end - begin);
    const std::vector<std::string>& known = values_[choice];
    const auto found = std::find(known.begin(), known.end(), field);
    if (found == known.end()) fail(begin, unknown_name(fmt::format("value {}", choice + 1), printable(field), known));
    arch[choice] = static_cast<std::uint8_t>(found - known.begin());
    begin = end + 1;
  }
  if (begin <= text.size()) {
    fail(begin - 1, fmt::format("'{}' follows after all {} values", printable(text.substr(begin - 1)), values_.size()));
  }
  return arch;
}

}  // namespace cellar
