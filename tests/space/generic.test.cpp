#include "space/generic.hpp"

#include <set>

#include "tests/catch.hpp"
#include "tests/space/fuzz.hpp"

using cellar::Architecture;
using cellar::Error;
using cellar::GenericSpace;

namespace {

const GenericSpace& paint() {
  static const GenericSpace space("paint", {3, 5, 2}, {{"red", "green", "blue"}, {}, {"small", "big"}});
  return space;
}

void build(const std::string& name, std::vector<int> arity, std::vector<std::vector<std::string>> values) {
  const GenericSpace space(name, std::move(arity), std::move(values));
}

}  // namespace

TEST_CASE("A generic space spells an architecture by the names of its values, or by numbers") {
  CHECK(paint().format({0, 3, 1}) == "red:3:big");
  CHECK(paint().parse("blue:0:small") == Architecture{2, 0, 0});
  CHECK(GenericSpace("plain", {12, 2}).format({11, 1}) == "11:1");
}

TEST_CASE("Every architecture of a generic space survives the way to text and back, and to index and back") {
  std::set<std::string> texts;
  for (std::uint64_t index = 0; index < paint().size(); ++index) {
    const Architecture arch = paint().at(index);
    CHECK(paint().parse(paint().format(arch)) == arch);
    CHECK(paint().index(arch) == index);
    texts.insert(paint().format(arch));
  }
  CHECK(texts.size() == 30);
}

TEST_CASE("A generic space refuses a misspelt value with its place, what is allowed and the nearest") {
  CHECK_THROWS_WITH(paint().parse("red:3:bug"),
                    "'red:3:bug' is no architecture of paint: character 7: unknown value 3 'bug' (did you mean 'big'? "
                    "known: small, big)");
  CHECK_THROWS_WITH(paint().parse("red:5:big"),
                    ContainsSubstring("character 5: unknown value 2 '5'") && ContainsSubstring("known: 0, 1, 2, 3, 4"));
}

TEST_CASE("A generic space refuses texts with too few and too many values") {
  CHECK_THROWS_WITH(paint().parse("red:3"), ContainsSubstring("character 6: ends after 2 values; 3 are needed"));
  CHECK_THROWS_WITH(paint().parse("red:3:big:1"), ContainsSubstring("character 10: ':1' follows after all 3 values"));
  CHECK_THROWS_WITH(paint().parse("red:3:big:"), ContainsSubstring("character 10: ':' follows after all 3 values"));
  CHECK_THROWS_WITH(paint().parse(""), ContainsSubstring("character 1: unknown value 1 ''"));
}

TEST_CASE("A generic space parses random and damaged texts to the same text or refuses them") {
  const auto result = cellar::test::fuzz(paint(), 5000);
  CHECK(result.broken.empty());
  CHECK(result.parsed >= 5000);
  CHECK(result.refused > 5000);
}

TEST_CASE("A generic space refuses names that would break a trace or a spelling") {
  CHECK_NOTHROW(build("paint", {2}, {{"a", "b"}}));
  for (const std::string bad : {"a,b", "a:b", "a\"b", "a'b", "a#b", "a b", "a\nb", "a\tb", "a\x7f"}) {
    CHECK_THROWS_WITH(build("paint", {2}, {{"a", bad}}), ContainsSubstring("choice 1, value 2 is named"));
    CHECK_THROWS_WITH(build(bad, {2}, {{"a", "b"}}), ContainsSubstring("a space is named"));
  }
  CHECK_THROWS_WITH(build("", {2}, {{"a", "b"}}), "a space has an empty name");
  CHECK_THROWS_WITH(build("paint", {2}, {{"a", ""}}), "space 'paint': choice 1, value 2 has an empty name");
}

TEST_CASE("A generic space refuses value names that do not fit its arities") {
  CHECK_THROWS_WITH(build("paint", {2, 2}, {{"a", "b"}}), "space 'paint' has 2 choices, but value names for 1");
  CHECK_THROWS_WITH(build("paint", {3}, {{"a", "b"}}), "space 'paint': choice 1 has 3 values, but 2 names");
  CHECK_THROWS_WITH(build("paint", {2}, {{"a", "a"}}),
                    "space 'paint': choice 1 has two values named 'a'; they must differ");
}

TEST_CASE("A generic space refuses arities that an architecture cannot hold") {
  CHECK_NOTHROW(build("edge", std::vector<int>(32, 255), {}));
  CHECK_THROWS_AS(build("edge", std::vector<int>(33, 255), {}), Error);
  CHECK_THROWS_AS(build("edge", std::vector<int>(32, 256), {}), Error);
  CHECK_THROWS_AS(build("edge", {}, {}), Error);
  CHECK_THROWS_AS(build("edge", {2, 0}, {}), Error);
}
