#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/formats/pickle/value.hpp"

namespace cellar {

// A setting: None, True, 3, 0.1, a text, or some numbers.
using PlainValue = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<double>>;

// In order, by name.
using Settings = std::vector<std::pair<std::string, PlainValue>>;

// Of anything else, what it is: "a dict".
PlainValue plain_value(const PickleValue& value);

// An integer that fits; an Error calls it `what`.
int int_value(const PickleValue& value, std::string_view what);

// The entries of a dict, or the attributes of an object, whose names are texts.
Settings read_settings(const PickleValue& value);

// nullptr if there is none of this name.
const PlainValue* find_setting(const Settings& settings, std::string_view name);
// The text of this name, or nothing; the number of this name, or none.
std::string text_setting(const Settings& settings, std::string_view name);
std::optional<std::int64_t> integer_setting(const Settings& settings, std::string_view name);

// As Python prints it: "None", "True", "0.1", "(0.5, 0.999)"; control characters as \xNN.
std::string spelled(const PlainValue& value);

}  // namespace cellar
