#include "core/table/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"
#include "core/table/metric.hpp"
#include "core/trimmed.hpp"

namespace cellar {

namespace {

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> all;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    const auto end = std::min(text.find_first_of(" \t\r"), text.size());
    all.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return all;
}

// "0..100", "0..", "..1".
void parse_range(std::string_view text, Quantity& quantity) {
  const auto dots = text.find("..");
  const auto bound = [&](std::string_view number, double otherwise) {
    if (number.empty()) return otherwise;
    const auto value = parse_number<double>(number);
    if (!value) throw Error(fmt::format("'{}' is no range: 0..100, 0.. or ..1 is needed", printable(text)));
    return *value;
  };
  quantity.least = bound(text.substr(0, dots), -kUnbounded);
  quantity.most = bound(text.substr(dots + 2), kUnbounded);
  if (quantity.least < quantity.most) return;
  throw Error(fmt::format("the range '{}' is empty: the first number is the smaller one", printable(text)));
}

bool is_accuracy(std::string_view column) {
  const auto metric = parse_metric_column(column);
  if (!metric) return false;
  const std::string& split = metric->last.measure.split;
  return split == "train" || split == "valid" || split == "test" || split == "valtest";
}

Quantity cost(std::string_view unit) { return {std::string(unit), Quantity::Better::smaller, 0, kUnbounded, {}}; }

}  // namespace

bool same_kind(const Quantity& a, const Quantity& b) {
  return a.unit == b.unit && a.better == b.better && a.least == b.least && a.most == b.most;
}

Quantity per_cent() { return {"%", Quantity::Better::larger, 0, 100, {}}; }

std::string format(const Quantity& quantity) {
  std::string text = quantity.unit;
  if (quantity.better != Quantity::Better::unsaid) {
    text += quantity.better == Quantity::Better::larger ? " max" : " min";
  }
  const auto bound = [](double value) { return std::abs(value) == kUnbounded ? "" : fmt::format("{}", value); };
  const std::string range = fmt::format("{}..{}", bound(quantity.least), bound(quantity.most));
  if (range != "..") text += " " + range;
  return quantity.source ? fmt::format("{}; {}", text, format(*quantity.source)) : text;
}

Quantity parse_quantity(std::string_view text) {
  const auto semicolon = text.find(';');
  const auto all = words(text.substr(0, semicolon));
  if (all.empty()) throw Error("a unit is needed, as in 'ms min 0..'; a number without one has the unit 1");
  Quantity quantity;
  quantity.unit = all.front();
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i] == "max" || all[i] == "min") {
      quantity.better = all[i] == "max" ? Quantity::Better::larger : Quantity::Better::smaller;
    } else if (all[i].find("..") != std::string_view::npos) {
      parse_range(all[i], quantity);
    } else {
      throw Error(fmt::format("'{}' should be max, min or a range such as 0..100, after the unit '{}'",
                              printable(all[i]), printable(quantity.unit)));
    }
  }
  if (semicolon != text.npos) quantity.source = parse_figure_source(trimmed(text.substr(semicolon + 1)));
  return quantity;
}

NamedQuantity parse_named_quantity(std::string_view text) {
  text = trimmed(text);
  const auto bracket = text.find('[');
  if (bracket == text.npos) return {std::string(text), std::nullopt};
  if (text.back() != ']') throw Error(fmt::format("'{}' does not end with the ']' of its unit", printable(text)));
  const std::string_view inside = text.substr(bracket + 1, text.size() - bracket - 2);
  return {std::string(trimmed(text.substr(0, bracket))), parse_quantity(inside)};
}

std::optional<Quantity> usual_quantity(std::string_view column) {
  if (is_accuracy(column)) return per_cent();
  struct Usual {
    std::string_view end, unit;
  };
  constexpr std::array<Usual, 5> kCosts{{{".epoch_seconds", "s"},
                                         {".valid_seconds", "s"},
                                         {".latency_seconds", "s"},
                                         {".params", "1"},
                                         {".mflops", "M"}}};
  for (const auto& [end, unit] : kCosts) {
    if (column.size() > end.size() && column.ends_with(end)) return cost(unit);
  }
  return std::nullopt;
}

Objective objective_of(std::string name, const Quantity& quantity) {
  Objective objective;
  objective.name = std::move(name);
  objective.unit = quantity.unit;
  objective.maximise = quantity.better != Quantity::Better::smaller;
  objective.least = quantity.least;
  objective.most = quantity.most;
  objective.source = quantity.source.value_or(FigureSource{FigureSource::Kind::tabled, 0, {}});
  return objective;
}

}  // namespace cellar
