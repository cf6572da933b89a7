#pragma once

#include <string>
#include <utility>

#include "core/errors.hpp"
#include "experiments/client/python_text.hpp"

namespace cellar {

// What the original client raises: the exception's class and its text, str(exception).
class PythonError : public Error {
 public:
  PythonError(std::string type, const std::string& message) : Error(message), type_(std::move(type)) {}
  const std::string& type() const { return type_; }

 private:
  std::string type_;
};

// A key that a dict does not have: its text is the key's repr.
inline PythonError key_error(const PythonValue& key) { return {"KeyError", python_repr(key)}; }
inline PythonError value_error(const std::string& message) { return {"ValueError", message}; }
inline PythonError assertion_error(const std::string& message) { return {"AssertionError", message}; }
inline PythonError type_error(const std::string& message) { return {"TypeError", message}; }

// `value < 0` and `0 <= value`, where value is no number.
inline PythonError no_less_than(const PythonValue& value) {
  return type_error("'<' not supported between instances of '" + python_type(value) + "' and 'int'");
}
inline PythonError no_less_equal(const PythonValue& value) {
  return type_error("'<=' not supported between instances of 'int' and '" + python_type(value) + "'");
}

}  // namespace cellar
