#include "core/formats/images/split_file.hpp"

#include <algorithm>
#include <numeric>

#include "core/errors.hpp"
#include "core/formats/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

namespace cellar {

TEST_CASE("Parts of a set are read as the original writes them and as plain lists") {
  const auto parts =
      parse_split(R"({ "train" : ["int" , ["0", "5"]], "valid": [1, 7], "none": ["int", []], "word": ["2"] }
)",
                  "split");
  REQUIRE(parts.size() == 4);
  CHECK(parts.at("train") == std::vector{0, 5});
  CHECK(parts.at("valid") == std::vector{1, 7});
  CHECK(parts.at("none").empty());
  CHECK(parts.at("word") == std::vector{2});
}

TEST_CASE("What is no list of parts is refused by the byte") {
  CHECK_THROWS_WITH(parse_split("", "split"), ContainsSubstring("split is no list of a set's parts: no '{' at byte 0"));
  CHECK_THROWS_WITH(parse_split(R"({"a": [1, x]})", "split"), ContainsSubstring("no number of an image at byte 10"));
  CHECK_THROWS_WITH(parse_split(R"({"a": [-1]})", "split"), ContainsSubstring("no number of an image"));
  CHECK_THROWS_WITH(parse_split(R"({"a": [99999999999]})", "split"), ContainsSubstring("no number of an image"));
  CHECK_THROWS_WITH(parse_split(R"({"a": ["1]})", "split"), ContainsSubstring("split"));
  CHECK_THROWS_WITH(parse_split(R"({"a": ["int", [1]})", "split"), ContainsSubstring("no ']'"));
  CHECK_THROWS_WITH(parse_split(R"({"a": [1], "a": [2]})", "split"), ContainsSubstring("'a' a second time"));
  CHECK_THROWS_WITH(parse_split(R"({"a": [1]} more)", "split"), ContainsSubstring("after the end"));
  CHECK_THROWS_WITH(parse_split(R"({"a)", "split"), ContainsSubstring("no end of a name"));
}

TEST_CASE("The original's parts of the test sets are disjoint and cover them") {
  const auto folder = test::reference("data/splits");
  if (folder.empty()) return;
  for (const auto& [file, images] :
       {std::pair{"cifar100-test-split.txt", 10000}, std::pair{"imagenet-16-120-test-split.txt", 6000}}) {
    const auto parts = parse_split(read_text(folder / file), file);
    REQUIRE(parts.size() == 2);
    CHECK(parts.at("xvalid").size() == static_cast<std::size_t>(images / 2));
    auto all = parts.at("xvalid");
    all.insert(all.end(), parts.at("xtest").begin(), parts.at("xtest").end());
    std::sort(all.begin(), all.end());
    std::vector<int> every(static_cast<std::size_t>(images));
    std::iota(every.begin(), every.end(), 0);
    CHECK(all == every);
  }
}

}  // namespace cellar
