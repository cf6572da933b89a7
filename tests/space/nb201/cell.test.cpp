#include "space/nb201/cell.hpp"

#include <set>

#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/space/fuzz.hpp"

using cellar::Architecture;
using cellar::Nb201;
using cellar::nb201::edge_index;
using cellar::nb201::format_cell;
using cellar::nb201::kEdges;
using cellar::nb201::parse_cell;

namespace {

const std::string kValid = "|none~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x3~0|avg_pool_3x3~1|none~2|";

// kValid with its only `from` replaced.
std::string changed(const std::string& from, const std::string& to) {
  std::string text = kValid;
  const std::size_t place = text.find(from);
  REQUIRE(place != std::string::npos);
  REQUIRE(text.find(from, place + 1) == std::string::npos);
  return text.replace(place, from.size(), to);
}

}  // namespace

TEST_CASE("A cell is spelled by its operations in the order of its edges") {
  CHECK(parse_cell(kValid) == Architecture{0, 1, 2, 3, 4, 0});
  CHECK(format_cell({0, 1, 2, 3, 4, 0}) == kValid);
}

TEST_CASE("All 15,625 cells have different spellings that parse back to them") {
  const Nb201 space;
  std::set<std::string> texts;
  int wrong = 0;
  for (std::uint64_t code = 0; code < space.size(); ++code) {
    const Architecture cell = space.from_code(code);
    if (parse_cell(format_cell(cell)) != cell) ++wrong;
    texts.insert(format_cell(cell));
  }
  CHECK(wrong == 0);
  CHECK(texts.size() == 15625);
}

TEST_CASE("edge_index finds every edge") {
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge)
    CHECK(edge_index(kEdges[edge].from, kEdges[edge].to) == edge);
}

TEST_CASE("A misspelt operation is refused with its character, its edge, the nearest name and all names") {
  CHECK_THROWS_WITH(parse_cell(changed("nor_conv_3x3", "nor_conv_3x4")),
                    "cell '|none~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x4~0|avg_pool_3x3~1|none~2|': character "
                    "43, edge from node 0 to node 3: unknown operation 'nor_conv_3x4' (did you mean 'nor_conv_3x3'? "
                    "known: none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3); the form is "
                    "|op~0|+|op~0|op~1|+|op~0|op~1|op~2|");
  CHECK_THROWS_WITH(parse_cell(changed("skip_connect", "")),
                    ContainsSubstring("character 11, edge from node 0 to node 2: unknown operation ''"));
}

TEST_CASE("A wrong node, bar, plus or tilde is refused with its character and what is needed there") {
  CHECK_THROWS_WITH(parse_cell(changed("1x1~1", "1x1~0")),
                    ContainsSubstring("character 39, edge from node 1 to node 2: '1' is needed here, found '0'"));
  CHECK_THROWS_WITH(parse_cell(changed("|+|skip", "|-|skip")),
                    ContainsSubstring("character 9, edge from node 0 to node 2: '+' is needed here, found '-'"));
  CHECK_THROWS_WITH(parse_cell(changed("|+|skip", "||skip")),
                    ContainsSubstring("character 9, edge from node 0 to node 2: '+' is needed here, found '|'"));
  CHECK_THROWS_WITH(parse_cell(changed("avg_pool_3x3~1", "avg_pool_3x3|1")),
                    ContainsSubstring("character 70, edge from node 1 to node 3: '~' is needed here, found '|'"));
}

TEST_CASE("A cell that ends early is refused at its end, and one that goes on where it should have ended") {
  CHECK_THROWS_WITH(parse_cell(""), ContainsSubstring("character 1, edge from node 0 to node 1: '|' is needed here, "
                                                      "found the end"));
  CHECK_THROWS_WITH(parse_cell(kValid.substr(0, kValid.size() - 1)),
                    ContainsSubstring("edge from node 2 to node 3: '|' is needed here, found the end"));
  CHECK_THROWS_WITH(parse_cell(kValid + "\n"), ContainsSubstring("the cell ends here, but '\\x0a' follows"));
}

TEST_CASE("Every cell text cut short is refused") {
  for (std::size_t length = 0; length < kValid.size(); ++length) {
    CHECK_THROWS_AS(parse_cell(kValid.substr(0, length)), cellar::Error);
  }
}

TEST_CASE("nb201 parses random and damaged texts to the same text or refuses them") {
  const auto result = cellar::test::fuzz(Nb201(), 10000);
  CHECK(result.broken.empty());
  CHECK(result.parsed >= 10000);
  CHECK(result.refused > 20000);
}
