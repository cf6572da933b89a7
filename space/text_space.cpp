#include "space/text_space.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/names.hpp"
#include "core/printable.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

constexpr std::size_t kMostValues = Architecture::kMaxArity;

// As unknown_name, with no more of the known names than can be read.
std::string unknown(std::string_view kind, std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t kMostShown = 600;  // characters
  std::vector<std::string> shown;
  std::size_t length = 0;
  for (const std::string& name : known) {
    shown.push_back(printable(name));
    length += shown.back().size() + 2;
  }
  if (length <= kMostShown) return unknown_name(kind, printable(word), shown);
  const std::string near = nearest(printable(word), shown);
  const std::string hint = near.empty() ? "" : fmt::format("did you mean '{}'? ", near);
  while (length > kMostShown) {
    length -= shown.back().size() + 2;
    shown.pop_back();
  }
  return fmt::format("unknown {} '{}' ({}known: {}, and {} more)", kind, printable(word), hint, fmt::join(shown, ", "),
                     known.size() - shown.size());
}

void check_values(const TextSpace::Choice& choice) {
  const std::string where = fmt::format("choice '{}'", choice.name);
  if (choice.values.empty() || choice.values.size() > kMostValues) {
    throw Error(fmt::format("{} has {} values; 1 to {} are allowed", where,
                            choice.values.empty() ? "no" : fmt::format("more than {}", kMostValues), kMostValues));
  }
  for (std::size_t value = 0; value < choice.values.size(); ++value) {
    const auto here = choice.values.begin() + static_cast<std::ptrdiff_t>(value);
    check_plain_name(fmt::format("{}, value {}", where, value + 1), *here);
    if (std::find(choice.values.begin(), here, *here) != here) {
      throw Error(fmt::format("{} has two values named '{}'; they must differ", where, printable(*here)));
    }
  }
}

std::vector<int> checked_arity(std::string_view name, const std::vector<TextSpace::Choice>& choices) {
  check_plain_name("a space", name);
  std::vector<int> arity;
  for (std::size_t place = 0; place < choices.size(); ++place) {
    TextSpace::check_choice(choices, place);
    arity.push_back(static_cast<int>(choices[place].values.size()));
  }
  return arity;
}

// Two values of which one is the beginning of the other; empty if there are none.
std::pair<std::string, std::string> nested(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());  // what a value begins stands directly behind it
  const auto found = std::adjacent_find(values.begin(), values.end(),
                                        [](const auto& one, const auto& next) { return next.starts_with(one); });
  if (found == values.end()) return {};
  return {*found, *(found + 1)};
}

}  // namespace

TextSpace::TextSpace(std::string name, std::vector<Choice> choices, std::string format)
    : SearchSpace(checked_arity(name, choices)),
      name_(std::move(name)),
      choices_(std::move(choices)),
      format_(std::move(format)) {
  if (format_.empty()) format_ = default_format();
  read_format();
}

void TextSpace::check_choice(const std::vector<Choice>& choices, std::size_t place) {
  if (place >= Architecture::kMaxChoices) {
    throw Error(fmt::format("more than {} choices; 1 to {} are allowed", place, Architecture::kMaxChoices));
  }
  const Choice& choice = choices[place];
  check_plain_name("a choice", choice.name);
  for (std::size_t other = 0; other < place; ++other) {
    if (choices[other].name != choice.name) continue;
    throw Error(fmt::format("two choices are named '{}'; they must differ", printable(choice.name)));
  }
  check_values(choice);
}

std::string TextSpace::default_format() const {
  std::string format;
  for (const Choice& choice : choices_) format += fmt::format("{}{{{}}}", format.empty() ? "" : ":", choice.name);
  return format;
}

void TextSpace::read_format() {
  constexpr std::size_t kLongestFormat = 4096;
  if (format_.size() > kLongestFormat) {
    throw Error(fmt::format("a format of {} bytes; at most {} are allowed", format_.size(), kLongestFormat));
  }
  for (std::size_t at = 0; at < format_.size(); ++at) {
    const auto byte = static_cast<unsigned char>(format_[at]);
    if (byte > 0x20 && byte != 0x7f && std::string_view(",\"'#").find(format_[at]) == std::string_view::npos) continue;
    fail_format(at, fmt::format("'{}' may not stand in a spelling; comma, quote, #, space and control characters are "
                                "not allowed",
                                printable(std::string_view(format_).substr(at, 1))));
  }
  for (std::size_t at = 0; at < format_.size();) {
    const std::size_t open = std::min(format_.find_first_of("{}", at), format_.size());
    (places_.empty() ? before_ : places_.back().after) = format_.substr(at, open - at);
    if (open == format_.size()) break;
    if (format_[open] == '}') fail_format(open, "a '}' without '{' before it; braces stand around a choice's name");
    const std::size_t close = format_.find('}', open);
    if (close == format_.npos) fail_format(open, "a '{' without '}' after it; braces stand around a choice's name");
    places_.push_back({choice_at(open + 1, close), "", false});
    at = close + 1;
  }
  for (std::size_t choice = 0; choice < choices_.size(); ++choice) {
    const auto is_it = [&](const Place& place) { return place.choice == choice; };
    if (std::any_of(places_.begin(), places_.end(), is_it)) continue;
    fail_format(format_.size(), fmt::format("'{{{}}}' is missing; each choice stands once", choices_[choice].name));
  }
  for (Place& place : places_) check_place(place, &place == &places_.back());
}

// The choice that the format names there.
std::size_t TextSpace::choice_at(std::size_t begin, std::size_t end) const {
  const std::string_view name = std::string_view(format_).substr(begin, end - begin);
  std::vector<std::string> names;
  for (const Choice& choice : choices_) names.push_back(choice.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) fail_format(begin, unknown("choice", name, names));
  const auto choice = static_cast<std::size_t>(found - names.begin());
  for (const Place& place : places_) {
    if (place.choice == choice) fail_format(begin, fmt::format("'{{{}}}' stands twice; each choice stands once", name));
  }
  return choice;
}

void TextSpace::check_place(Place& place, bool last) const {
  const auto& [name, values] = choices_[place.choice];
  const auto holds_it = [&](const std::string& value) { return value.find(place.after[0]) != value.npos; };
  place.ends_at_literal = place.after.empty() ? last : std::none_of(values.begin(), values.end(), holds_it);
  if (place.ends_at_literal) return;
  const auto [shorter, longer] = nested(values);
  if (longer.empty()) return;
  throw Error(
      fmt::format("format '{}': choice '{}' could be read in two ways, as its value '{}' is the beginning of "
                  "'{}'; let a character follow that none of its values holds, as in '{{{}}}:'",
                  printable(format_), name, printable(shorter), printable(longer), name));
}

void TextSpace::fail_format(std::size_t at, std::string_view reason) const {
  throw Error(fmt::format("format '{}': character {}: {}", printable(format_), at + 1, reason));
}

std::string TextSpace::format(const Architecture& arch) const {
  std::string text = before_;
  for (const Place& place : places_) {
    text += choices_[place.choice].values[arch[place.choice]];
    text += place.after;
  }
  return text;
}

Architecture TextSpace::parse(std::string_view text) const {
  Architecture arch(choices_.size());
  std::size_t at = literal_end(text, 0, before_);
  for (const Place& place : places_) {
    const std::size_t value = value_at(text, at, place);
    arch[place.choice] = static_cast<std::uint8_t>(value);
    at = literal_end(text, at + choices_[place.choice].values[value].size(), place.after);
  }
  if (at < text.size()) {
    fail_spelling(text, at, fmt::format("'{}' follows after the whole spelling", printable(text.substr(at))));
  }
  return arch;
}

// Which value of its choice stands there.
std::size_t TextSpace::value_at(std::string_view text, std::size_t at, const Place& place) const {
  const auto& [name, values] = choices_[place.choice];
  const std::string_view rest = text.substr(at);
  const std::size_t end = place.after.empty() ? rest.size() : std::min(rest.find(place.after[0]), rest.size());
  const std::string_view field = rest.substr(0, end);
  const auto found = std::find_if(values.begin(), values.end(), [&](const std::string& value) {
    return place.ends_at_literal ? field == value : rest.starts_with(value);
  });
  if (found == values.end()) {
    fail_spelling(text, at, fmt::format("choice '{}': {}", name, unknown("value", field, values)));
  }
  return static_cast<std::size_t>(found - values.begin());
}

std::size_t TextSpace::literal_end(std::string_view text, std::size_t at, std::string_view literal) const {
  if (text.substr(at).starts_with(literal)) return at + literal.size();
  const std::string_view rest = text.substr(at);
  const std::string instead = rest.empty() ? "the spelling ends" : fmt::format("'{}' stands", printable(rest));
  fail_spelling(text, at, fmt::format("{} where '{}' should stand", instead, printable(literal)));
}

void TextSpace::fail_spelling(std::string_view text, std::size_t at, std::string_view reason) const {
  throw Error(fmt::format("'{}' is no architecture of {}: character {}: {}", printable(text), name_, at + 1, reason));
}

std::string TextSpace::text() const {
  std::string text = fmt::format("space {}\n", name_);
  for (const Choice& choice : choices_) {
    text += fmt::format("choice {} {}\n", choice.name, fmt::join(choice.values, " "));
  }
  if (format_ != default_format()) text += fmt::format("format {}\n", format_);
  return text;
}

Architecture TextSpace::from_values(std::span<const std::string_view> values) const {
  if (values.size() != choices_.size()) {
    throw Error(fmt::format("{} values for the {} choices of {}", values.size(), choices_.size(), name_));
  }
  Architecture arch(choices_.size());
  for (std::size_t choice = 0; choice < choices_.size(); ++choice) {
    const auto& [name, known] = choices_[choice];
    const auto found = std::find(known.begin(), known.end(), values[choice]);
    if (found == known.end()) {
      throw Error(fmt::format("choice '{}' of {}: {}", name, name_, unknown("value", values[choice], known)));
    }
    arch[choice] = static_cast<std::uint8_t>(found - known.begin());
  }
  return arch;
}

}  // namespace cellar
