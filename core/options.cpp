#include "core/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

// Each sets the field and returns true, or returns false if the text is not allowed.
bool assign(const OptionList::Integer& field, std::string_view text) {
  const auto value = parse_number<int>(text);
  if (!value || *value < field.least || *value > field.most) return false;
  *field.value = *value;
  return true;
}

bool assign(const OptionList::Real& field, std::string_view text) {
  const auto value = parse_number<double>(text);
  if (!value || *value < field.least || *value > field.most) return false;
  *field.value = *value;
  return true;
}

bool assign(bool* field, std::string_view text) {
  if (text != "on" && text != "off") return false;
  *field = text == "on";
  return true;
}

bool assign(const OptionList::Choice& field, std::string_view text) {
  if (std::find(field.allowed.begin(), field.allowed.end(), text) == field.allowed.end()) return false;
  *field.value = std::string(text);
  return true;
}

bool assign(const OptionList::PriorName& field, std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (text.empty() || !std::all_of(text.begin(), text.end(), allowed)) return false;
  *field.value = std::string(text);
  return true;
}

std::string spelled(const std::string& text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-+./:").find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), plain)) return text;
  std::string all = "'";
  for (const char c : text) all += c == '\'' ? std::string("''") : std::string(1, c);
  return all + '\'';
}

// None where quotes do not close, or are not doubled within.
std::optional<std::string> unquoted(std::string_view text) {
  if (!text.starts_with('\'')) return std::string(text);
  if (text.size() < 2 || !text.ends_with('\'')) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'' && (++i == text.size() || text[i] != '\'')) return std::nullopt;
    plain += text[i];
  }
  return plain;
}

bool assign(const OptionList::Words& field, std::string_view text) {
  const auto value = unquoted(text);
  if (!value || value->find_first_of("\n\r") != std::string::npos) return false;
  *field.value = *value;
  return true;
}

struct Text {
  std::string operator()(const OptionList::Integer& field) const { return std::to_string(*field.value); }
  std::string operator()(const OptionList::Real& field) const { return number_text(*field.value); }
  std::string operator()(const bool* field) const { return *field ? "on" : "off"; }
  std::string operator()(const OptionList::Choice& field) const { return *field.value; }
  std::string operator()(const OptionList::PriorName& field) const { return *field.value; }
  std::string operator()(const OptionList::Words& field) const { return spelled(*field.value); }
};

struct Allowed {
  std::string operator()(const OptionList::Integer& field) const {
    return fmt::format("an integer from {} to {}", field.least, field.most);
  }
  std::string operator()(const OptionList::Real& field) const {
    return fmt::format("a number from {} to {}", number_text(field.least), number_text(field.most));
  }
  std::string operator()(const bool* /*field*/) const { return "on or off"; }
  std::string operator()(const OptionList::Choice& field) const {
    return fmt::format("{}", fmt::join(field.allowed, ", "));
  }
  std::string operator()(const OptionList::PriorName& /*field*/) const { return "off or the name of a proxy"; }
  std::string operator()(const OptionList::Words& /*field*/) const { return "a text, in '…' where it needs them"; }
};

}  // namespace

std::string OptionList::Option::text() const { return std::visit(Text{}, field); }
std::string OptionList::Option::allowed() const { return std::visit(Allowed{}, field); }

void OptionList::integer(std::string name, int& value, int least, int most, std::string help) {
  add({std::move(name), std::move(help), Integer{&value, least, most}, {}});
}

void OptionList::real(std::string name, double& value, double least, double most, std::string help) {
  add({std::move(name), std::move(help), Real{&value, least, most}, {}});
}

void OptionList::flag(std::string name, bool& value, std::string help) {
  add({std::move(name), std::move(help), &value, {}});
}

void OptionList::choice(std::string name, std::string& value, std::vector<std::string> allowed, std::string help) {
  add({std::move(name), std::move(help), Choice{&value, std::move(allowed)}, {}});
}

void OptionList::words(std::string name, std::string& value, std::string help) {
  add({std::move(name), std::move(help), Words{&value}, {}});
}

void OptionList::prior(std::string name, std::string& value, std::string help) {
  require(value == kNoPrior, "a prior is used by default");
  add({std::move(name), std::move(help), PriorName{&value}, {}});
}

void OptionList::add(Option option) {
  option.default_text = option.text();
  const auto taken = [&](const Option& other) { return other.name == option.name; };
  require(std::none_of(options_.begin(), options_.end(), taken), "an option is described twice");
  const bool allowed = std::visit([&](const auto& field) { return assign(field, option.default_text); }, option.field);
  require(allowed, "the default of an option is not allowed by its own bounds");
  options_.push_back(std::move(option));
}

void OptionList::set(std::string_view owner, std::string_view name, std::string_view value) {
  std::vector<std::string> known;
  for (const Option& option : options_) {
    known.push_back(option.name);
    if (option.name != name) continue;
    if (!std::visit([&](const auto& field) { return assign(field, value); }, option.field)) {
      throw Error(fmt::format("{}: {}={} is not allowed ({}: {})", owner, name, value, name, option.allowed()));
    }
    return;
  }
  if (known.empty()) throw Error(fmt::format("{} has no options, so '{}' cannot be set", owner, name));
  throw Error(unknown_name(fmt::format("option of {}", owner), name, known));
}

std::string OptionList::text(std::string_view name) const {
  const auto found =
      std::find_if(options_.begin(), options_.end(), [&](const Option& option) { return option.name == name; });
  require(found != options_.end(), "an option is asked for that is not described");
  return found->text();
}

std::string OptionList::plain_text(std::string_view name) const { return *unquoted(text(name)); }

std::vector<std::string> OptionList::priors() const {
  std::vector<std::string> names;
  for (const Option& option : options_) {
    const auto* const field = std::get_if<PriorName>(&option.field);
    if (field != nullptr && *field->value != kNoPrior) names.push_back(*field->value);
  }
  return names;
}

std::string OptionList::changed_and(const std::vector<std::string>& names) const {
  std::string text;
  for (const Option& option : options_) {
    const bool is_named = std::find(names.begin(), names.end(), option.name) != names.end();
    if (option.text() == option.default_text && !is_named) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : ",", option.name, option.text());
  }
  return text;
}

std::string OptionList::all() const {
  std::string text;
  for (const Option& option : options_) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ",", option.name, option.text());
  }
  return text;
}

}  // namespace cellar
