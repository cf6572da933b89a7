#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "core/objective.hpp"

namespace cellar {

// What the figures of a column are: their unit, which way is better, between what they lie, where they come from.
struct Quantity {
  enum class Better { unsaid, larger, smaller };

  std::string unit = "1";  // "%", "s", "ms"; "1": a number
  Better better = Better::unsaid;
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  std::optional<FigureSource> source = {};  // none: nobody says

  friend bool operator==(const Quantity&, const Quantity&) = default;
};

// Whether they are alike but for where the figures come from.
bool same_kind(const Quantity& a, const Quantity& b);

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

// Of an accuracy: 0 to 100 per cent, of which more is better.
Quantity per_cent();

// "% max 0..100; mean of 2 training seeds", "ms min 0..", "1": unit, which way is better (max, min), range, source; all
// but the unit may be left out. The inverse is an Error that says what is wrong.
std::string format(const Quantity& quantity);
Quantity parse_quantity(std::string_view text);

// "latency.raspi4 [ms min 0..]": the name of a column, and its quantity where there are brackets behind it.
struct NamedQuantity {
  std::string name;
  std::optional<Quantity> quantity;
};
NamedQuantity parse_named_quantity(std::string_view text);

// What the name of a column says of its figures: accuracies (train, valid, test, valtest) are per cent, of which more
// is better; losses, seconds, parameters and MFLOPs are better small. None: the name says nothing.
std::optional<Quantity> usual_quantity(std::string_view column);

// An objective of this name with the figures of such a column; without a direction it is maximised.
Objective objective_of(std::string name, const Quantity& quantity);

}  // namespace cellar
