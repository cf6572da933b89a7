#include "core/printable.hpp"

#include <string>

#include "tests/catch.hpp"

using cellar::printable;

TEST_CASE("printable leaves printable ASCII as it is") { CHECK(printable("|none~0| 'a\\b'") == "|none~0| 'a\\b'"); }

TEST_CASE("printable writes line ends, escapes and bytes beyond ASCII as hexadecimal") {
  CHECK(printable("a\nb\r\x1b[0m\x7f") == "a\\x0ab\\x0d\\x1b[0m\\x7f");
  CHECK(printable("\xc3\xa9") == "\\xc3\\xa9");
  CHECK(printable(std::string(1, '\0')) == "\\x00");
}

TEST_CASE("printable cuts what is longer than 120 bytes") {
  CHECK(printable(std::string(120, 'x')) == std::string(120, 'x'));
  CHECK(printable(std::string(121, 'x')) == std::string(120, 'x') + "...");
}
