#include "core/budget.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors.hpp"
#include "core/numbers.hpp"

namespace cellar {

namespace {

constexpr double kMost = 1e9;  // what a run counts in an int

}  // namespace

std::string_view unit_name(Budget::Unit unit) {
  switch (unit) {
    case Budget::Unit::seconds:
      return "seconds";
    case Budget::Unit::evaluations:
      return "evaluations";
    case Budget::Unit::epochs:
      return "epochs";
  }
  throw ContractError("unknown unit of a budget");
}

std::string format(const Budget& budget) {
  if (std::isinf(budget.limit)) return "none";
  std::string text;
  append_number(text, budget.limit);
  return text + ' ' + std::string(unit_name(budget.unit));
}

Budget parse_budget(std::string_view text) {
  const auto fail = [&] {
    return Error(
        fmt::format("--budget {}: allowed is a positive number of seconds (20000) or a whole one of evaluations "
                    "(150evaluations) or epochs (1800epochs), up to a thousand million",
                    text));
  };
  const std::size_t unit_begin = text.find_first_not_of("0123456789.eE+-");
  // The 'e' of "150evaluations" and "1800epochs" was taken for an exponent.
  std::size_t number_end = unit_begin == std::string_view::npos ? text.size() : unit_begin;
  while (number_end > 0 && !(text[number_end - 1] >= '0' && text[number_end - 1] <= '9')) --number_end;
  const auto limit = parse_number<double>(text.substr(0, number_end));
  if (!limit || !(*limit > 0 && *limit <= kMost)) throw fail();
  std::string_view unit = text.substr(number_end);
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  if (unit.empty() || unit == "s" || unit == "seconds") return {Budget::Unit::seconds, *limit};
  if (*limit != std::floor(*limit)) throw fail();
  if (unit == "evals" || unit == "evaluations" || unit == "evaluation") return {Budget::Unit::evaluations, *limit};
  if (unit == "epochs" || unit == "epoch") return {Budget::Unit::epochs, *limit};
  throw fail();
}

}  // namespace cellar
