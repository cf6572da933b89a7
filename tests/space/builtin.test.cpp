#include "space/builtin.hpp"

#include "tests/catch.hpp"

using cellar::SpaceRegistry;

TEST_CASE("The built-in spaces can be created by their names and carry them") {
  SpaceRegistry spaces;
  cellar::register_spaces(spaces);
  REQUIRE(spaces.entries().size() == 2);
  for (const auto& entry : spaces.entries()) CHECK(spaces.create(entry.name)->name() == entry.name);
  CHECK(spaces.create("nb201")->size() == 15625U);
  CHECK(spaces.create("nats-size")->size() == 32768U);
}
