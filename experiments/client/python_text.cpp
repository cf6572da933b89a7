#include "experiments/client/python_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/numbers.hpp"

namespace cellar {

namespace {

// Python prints the shortest digits that read back, as a power from 1e16 on and below 1e-4.
std::string float_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  const double size = std::abs(value);
  if (value != 0 && (size >= 1e16 || size < 1e-4)) {
    std::string text = fmt::format("{:e}", value);
    for (int digits = 0; digits < 17; ++digits) {
      text = fmt::format("{:.{}e}", value, digits);
      if (parse_number<double>(text) == value) break;
    }
    return text;
  }
  const std::string text = fmt::format("{}", value);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

// Of printable ASCII and UTF-8, which is all that names and spellings hold; other control characters as \xNN.
std::string text_repr(const std::string& text) {
  const char quote = text.find('\'') != std::string::npos && text.find('"') == std::string::npos ? '"' : '\'';
  std::string out(1, quote);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += "\\t";
    else if (byte < 0x20 || byte == 0x7f)
      out += fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
  return out + quote;
}

std::string joined(const std::vector<std::string>& parts, char open, char close) {
  return fmt::format("{}{}{}", open, fmt::join(parts, ", "), close);
}

}  // namespace

std::string python_repr(const PythonValue& value) {
  if (value.is_null()) return "None";
  if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
  if (value.is_string()) return text_repr(value.get_ref<const std::string&>());
  if (value.is_number_unsigned()) return fmt::format("{}", value.get<std::uint64_t>());
  if (value.is_number_integer()) return fmt::format("{}", value.get<std::int64_t>());
  if (value.is_number_float()) return float_text(value.get<double>());
  std::vector<std::string> parts;
  if (value.is_array()) {
    for (const PythonValue& item : value) parts.push_back(python_repr(item));
    return joined(parts, '[', ']');
  }
  for (const auto& [key, item] : value.items()) parts.push_back(text_repr(key) + ": " + python_repr(item));
  return joined(parts, '{', '}');
}

std::string python_str(const PythonValue& value) {
  return value.is_string() ? value.get<std::string>() : python_repr(value);
}

std::string python_repr(const std::vector<std::string>& list) {
  std::vector<std::string> parts;
  for (const std::string& item : list) parts.push_back(text_repr(item));
  return joined(parts, '[', ']');
}

std::string python_repr(const std::vector<int>& list) { return fmt::format("[{}]", fmt::join(list, ", ")); }

std::string python_repr(const std::pair<std::string, int>& tuple) {
  return fmt::format("({}, {})", text_repr(tuple.first), tuple.second);
}

std::string python_type(const PythonValue& value) {
  if (value.is_null()) return "NoneType";
  if (value.is_boolean()) return "bool";
  if (value.is_string()) return "str";
  if (value.is_number_integer()) return "int";
  if (value.is_number_float()) return "float";
  return value.is_array() ? "list" : "dict";
}

bool is_python_int(const PythonValue& value) { return value.is_number_integer() || value.is_boolean(); }

std::int64_t python_int(const PythonValue& value) {
  return value.is_boolean() ? static_cast<std::int64_t>(value.get<bool>()) : value.get<std::int64_t>();
}

}  // namespace cellar
