#include "core/formats/csv.hpp"

#include "core/errors.hpp"
#include "core/random.hpp"
#include "tests/catch.hpp"

namespace cellar {

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows(std::string_view text) {
  CsvReader reader(text, "a.csv");
  std::vector<std::string_view> fields;
  Rows rows;
  while (reader.next(fields)) rows.emplace_back(fields.begin(), fields.end());
  return rows;
}

std::string in_quotes(const std::string& field) {
  std::string text = "\"";
  for (const char c : field) text.append(c == '"' ? 2 : 1, c);
  return text + '"';
}

}  // namespace

TEST_CASE("Rows end with either line end, the last one also without") {
  const Rows expected{{"a", "b"}, {"1", ""}, {"", "2"}};
  CHECK(rows("a,b\n1,\n,2\n") == expected);
  CHECK(rows("a,b\r\n1,\r\n,2\r\n") == expected);
  CHECK(rows("a,b\n1,\n,2") == expected);
  CHECK(rows("\xEF\xBB\xBF"
             "a,b\n1,\n,2\n") == expected);
  CHECK(rows("").empty());
}

TEST_CASE("Comments and blank lines are skipped and counted") {
  CHECK(rows("# one\n\na\r\n\r\n#\nb\n#") == Rows{{"a"}, {"b"}});
  CsvReader reader("# one\n\na\n\"x\ny\"\nb\n", "a.csv");
  std::vector<std::string_view> fields;
  for (const int line : {3, 4, 6}) {
    REQUIRE(reader.next(fields));
    CHECK(reader.line() == line);
  }
  CHECK_FALSE(reader.next(fields));
}

TEST_CASE("Quoted fields hold commas, quotes and line ends") {
  CHECK(rows("\"a,b\",\"say \"\"no\"\"\",\"\"\n\"x\ny\",z\n") == Rows{{"a,b", "say \"no\"", ""}, {"x\ny", "z"}});
}

TEST_CASE("Whatever is quoted reads back") {
  Rng rng(5);
  const std::string_view alphabet = "a,\"\n\r#1 ";
  for (int round = 0; round < 2000; ++round) {
    Rows written(1 + rng.below(3));
    std::string text;
    for (auto& row : written) {
      for (std::uint32_t fields = 1 + rng.below(4); fields > 0; --fields) {
        std::string field;
        for (std::uint32_t size = rng.below(6); size > 0; --size) field += alphabet[rng.below(8)];
        if (!row.empty()) text += ',';
        text += in_quotes(field);
        row.push_back(field);
      }
      text += "\n";
    }
    REQUIRE(rows(text) == written);
  }
}

TEST_CASE("Misplaced quotes are refused with line and field") {
  CHECK_THROWS_WITH(rows("a,b\n1,\"2\n3"), "a.csv, line 2, field 2: a quoted field without an end");
  CHECK_THROWS_WITH(rows("a,b\n\"1\"x,2\n"), "a.csv, line 2, field 1: something after a closing quote");
  CHECK_THROWS_WITH(rows("a,b\n1,2\"\n"), ContainsSubstring("a quote inside a field"));
}

}  // namespace cellar
