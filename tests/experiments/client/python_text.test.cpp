#include "experiments/client/python_text.hpp"
#include "tests/catch.hpp"

namespace cellar {

TEST_CASE("values are spelled as Python's repr spells them") {
  CHECK(python_repr(PythonValue(nullptr)) == "None");
  CHECK(python_repr(PythonValue(true)) == "True");
  CHECK(python_repr(PythonValue(12)) == "12");
  CHECK(python_repr(PythonValue(12.0)) == "12.0");
  CHECK(python_repr(PythonValue(0.1)) == "0.1");
  CHECK(python_repr(PythonValue(1e-5)) == "1e-05");
  CHECK(python_repr(PythonValue(1.5e-7)) == "1.5e-07");
  CHECK(python_repr(PythonValue(0.0001)) == "0.0001");
  CHECK(python_repr(PythonValue(1e15)) == "1000000000000000.0");
  CHECK(python_repr(PythonValue(1e16)) == "1e+16");
  CHECK(python_repr(PythonValue("it's")) == "\"it's\"");
  CHECK(python_repr(PythonValue("a'\"\n")) == "'a\\'\"\\n'");
  CHECK(python_repr(PythonValue::parse(R"({"a": [1, "x"]})")) == "{'a': [1, 'x']}");
  CHECK(python_repr(std::pair<std::string, int>("cifar10", 777)) == "('cifar10', 777)");
  CHECK(python_str(PythonValue("text")) == "text");
}

}  // namespace cellar
