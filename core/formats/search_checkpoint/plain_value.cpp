#include "core/formats/search_checkpoint/plain_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t kMostNumbers = 100'000;  // a network of the original has some 500 tensors

bool is_number(const PickleValue& value) { return value.is(Kind::integer) || value.is(Kind::number); }

std::string spelled_number(double value) {
  std::string text;
  append_number(text, value);
  const bool whole = text.find_first_of(".enai") == std::string::npos;
  return whole ? text + ".0" : text;
}

// The dict of a dict, the attributes of an object.
const PickleValue& entries_of(const PickleValue& value) {
  const PickleValue& entries = value.is(Kind::object) ? value.state() : value;
  if (!entries.is(Kind::dict)) throw Error(fmt::format("{} should stand where settings do", name_of(value.kind())));
  return entries;
}

}  // namespace

PlainValue plain_value(const PickleValue& value) {
  switch (value.kind()) {
    case Kind::none:
      return std::monostate();
    case Kind::boolean:
      return value.boolean();
    case Kind::integer:
      return value.integer();
    case Kind::number:
      return value.number();
    case Kind::text:
      return std::string(value.text());
    case Kind::list:
    case Kind::tuple: {
      const auto items = value.items();
      if (items.size() > kMostNumbers || !std::all_of(items.begin(), items.end(), is_number)) break;
      std::vector<double> numbers;
      for (const PickleValue& item : items) numbers.push_back(item.number());
      return numbers;
    }
    default:
      break;
  }
  return std::string(name_of(value.kind()));
}

int int_value(const PickleValue& value, std::string_view what) {
  const std::int64_t number = value.integer();
  if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max())
    throw Error(fmt::format("{} is {}", what, number));
  return static_cast<int>(number);
}

Settings read_settings(const PickleValue& value) {
  constexpr std::size_t kMostSettings = 1000;
  const PickleValue& entries = entries_of(value);
  if (entries.size() > kMostSettings) throw Error(fmt::format("{} settings are too many", entries.size()));
  Settings settings;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    settings.emplace_back(std::string(entries.key(i).text()), plain_value(entries.value(i)));
  }
  return settings;
}

const PlainValue* find_setting(const Settings& settings, std::string_view name) {
  const auto found =
      std::find_if(settings.begin(), settings.end(), [&](const auto& setting) { return setting.first == name; });
  return found == settings.end() ? nullptr : &found->second;
}

std::string text_setting(const Settings& settings, std::string_view name) {
  const PlainValue* value = find_setting(settings, name);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return text ? *text : "";
}

std::optional<std::int64_t> integer_setting(const Settings& settings, std::string_view name) {
  const PlainValue* value = find_setting(settings, name);
  const auto* integer = value ? std::get_if<std::int64_t>(value) : nullptr;
  return integer ? std::optional(*integer) : std::nullopt;
}

std::string spelled(const PlainValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "True" : "False";
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *integer);
  if (const auto* number = std::get_if<double>(&value)) return spelled_number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return printable(*text);
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) {
    std::string text;
    for (const double number : *numbers) text += (text.empty() ? "" : ", ") + fmt::format("{}", number);
    return "(" + text + ")";
  }
  return "None";
}

}  // namespace cellar
