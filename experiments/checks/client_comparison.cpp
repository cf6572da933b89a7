#include "experiments/checks/client_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include "core/numbers.hpp"

namespace cellar {

namespace {

constexpr double kTolerance = 1e-12;  // relative
constexpr std::size_t kShown = 120;   // characters of a value in a message

std::string shown(const PythonValue& value) {
  std::string text = value.is_object() || value.is_array() ? python_repr(value) : value.dump();
  if (value.is_number_float()) {
    text.clear();
    append_number(text, value.get<double>());
  }
  return text.size() > kShown ? text.substr(0, kShown) + "…" : text;
}

// Where two texts part, both of them from a little before.
std::string shown_text(const std::string& ours, const std::string& theirs) {
  const auto parted = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
  const auto place = static_cast<std::size_t>(parted.first - ours.begin());
  const std::size_t from = place > 20 ? place - 20 : 0;
  return fmt::format("at character {}: {} instead of {}", place + 1, shown(ours.substr(from)),
                     shown(theirs.substr(from)));
}

std::optional<double> number(const PythonValue& value) {
  if (value.is_number()) return value.get<double>();
  if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (value == "Infinity") return std::numeric_limits<double>::infinity();
  if (value == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

bool same_number(double ours, double theirs) {
  if (ours == theirs || (std::isnan(ours) && std::isnan(theirs))) return true;
  return std::abs(ours - theirs) <= kTolerance * std::abs(theirs);
}

std::optional<std::string> object_difference(const PythonValue& ours, const PythonValue& theirs) {
  auto our_item = ours.items().begin();
  for (const auto& [key, value] : theirs.items()) {
    if (our_item == ours.items().end()) return fmt::format("['{}'] is missing", key);
    if (our_item.key() != key) return fmt::format("key '{}' instead of '{}'", our_item.key(), key);
    if (const auto inner = client_difference(our_item.value(), value)) return fmt::format("['{}']{}", key, *inner);
    ++our_item;
  }
  if (our_item != ours.items().end()) return fmt::format("['{}'] is too much", our_item.key());
  return std::nullopt;
}

std::optional<std::string> array_difference(const PythonValue& ours, const PythonValue& theirs) {
  for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
    if (const auto inner = client_difference(ours[i], theirs[i])) return fmt::format("[{}]{}", i, *inner);
  }
  if (ours.size() != theirs.size()) return fmt::format(": {} items instead of {}", ours.size(), theirs.size());
  return std::nullopt;
}

}  // namespace

std::optional<std::string> client_difference(const PythonValue& ours, const PythonValue& theirs) {
  if (ours.is_object() && theirs.is_object()) return object_difference(ours, theirs);
  if (ours.is_array() && theirs.is_array()) return array_difference(ours, theirs);
  const auto our_number = number(ours);
  const auto their_number = number(theirs);
  const bool same = our_number && their_number ? same_number(*our_number, *their_number) : ours == theirs;
  if (same) return std::nullopt;
  if (ours.is_string() && theirs.is_string()) return " " + shown_text(ours, theirs);
  return fmt::format(": {} instead of {}", shown(ours), shown(theirs));
}

PythonValue parse_python_json(const std::string& text) {
  constexpr std::array<std::string_view, 3> kWords = {"NaN", "-Infinity", "Infinity"};
  std::string plain;
  plain.reserve(text.size());
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = std::string_view(text).substr(i);
    const auto word =
        std::find_if(kWords.begin(), kWords.end(), [&](auto w) { return !quoted && rest.starts_with(w); });
    if (word != kWords.end()) {
      plain += fmt::format("\"{}\"", *word);
      i += word->size() - 1;
      continue;
    }
    if (text[i] == '"') quoted = !quoted;
    plain += text[i];
    if (quoted && text[i] == '\\' && i + 1 < text.size()) plain += text[++i];
  }
  return PythonValue::parse(plain);
}

}  // namespace cellar
