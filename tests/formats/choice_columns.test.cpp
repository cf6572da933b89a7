#include "core/formats/choice_columns.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "tests/catch.hpp"

namespace cellar {

namespace {

using Values = std::vector<std::string>;

const std::string kMine = "depth,op,acc [% max]\n34,skip,91\n18,conv3,90.5\n# a comment\n\n18,skip,89\n";

std::string replaced(std::string text, const std::string& part, const std::string& by) {
  return text.replace(text.find(part), part.size(), by);
}

// What is said about the valid file where one part of it is another.
std::string complaint(const std::string& part, const std::string& by) {
  try {
    derive_choices(replaced(kMine, part, by), "mine.csv", {0, 1});
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

// The values of the only column, from rows of one field.
Values values_of(const Values& rows) {
  std::string text = "a\n";
  for (const std::string& row : rows) text += row + "\n";
  return derive_choices(text, "mine.csv", {0}).columns.at(0).values;
}

std::string split_complaint(const std::string& csv_text) {
  try {
    split_spellings(csv_text, "mine.csv", 0);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("The values of a choice are the different texts of its column") {
  const ChoiceColumns found = derive_choices(kMine, "mine.csv", {0, 1});
  REQUIRE(found.columns.size() == 2);
  CHECK(found.columns[0].field == 0);
  CHECK(found.columns[0].name == "depth");
  CHECK(found.columns[0].values == Values{"18", "34"});
  CHECK(found.columns[1].field == 1);
  CHECK(found.columns[1].name == "op");
  CHECK(found.columns[1].values == Values{"conv3", "skip"});
  CHECK(derive_choices(kMine, "mine.csv", {1}).columns.at(0).name == "op");
}

TEST_CASE("Values that are all numbers are in the order of numbers and others in that of texts") {
  CHECK(values_of({"10", "9", "-1", "2.5", "1e1"}) == Values{"-1", "2.5", "9", "10", "1e1"});
  CHECK(values_of({"10", "9", "nine"}) == Values{"10", "9", "nine"});
  CHECK(values_of({"b", "B", "a", "b"}) == Values{"B", "a", "b"});
}

TEST_CASE("The order of the rows does not change the choices") {
  Rng rng(3);
  Values rows{"10", "9", "9", "100", "0.5", "1"};
  const Values expected = values_of(rows);
  for (int round = 0; round < 20; ++round) {
    rng.shuffle(rows);
    CHECK(values_of(rows) == expected);
  }
}

TEST_CASE("A field that is no value of a choice is refused with its line and column") {
  CHECK(complaint("18,conv3", "18,") == "mine.csv, line 3, column 'op' is empty; a choice has a value in each row");
  CHECK(
      complaint("conv3", "conv 3") ==
      "mine.csv, line 3, column 'op': a value is named 'conv 3', which holds ' '; comma, colon, quote, #, brace, space "
      "and control characters are not allowed");
  for (const std::string bad : {":", "'", "#", "{", "}", "\x01", "\x7f"}) {
    CHECK_THAT(complaint("conv3", "conv" + bad), ContainsSubstring("mine.csv, line 3, column 'op': a value is named"));
  }
  CHECK_THAT(complaint("conv3", "\"a,b\""), ContainsSubstring("which holds ','"));
  CHECK(complaint("conv3", std::string(100, 'c')).empty());
  CHECK_THAT(complaint("conv3", std::string(101, 'c')), ContainsSubstring("101 bytes; at most 100 are allowed"));
}

TEST_CASE("A column name that is no name of a choice is refused") {
  CHECK(complaint("op", "kernel size") ==
        "mine.csv, line 1: column 2, a choice, is named 'kernel size', which holds ' '; comma, colon, quote, #, brace, "
        "space and control characters are not allowed");
  CHECK(complaint("op", "") == "mine.csv, line 1: column 2, a choice, has an empty name");
  CHECK(complaint("op", "depth") == "mine.csv, line 1: two columns 'depth'");
}

TEST_CASE("A row with another number of fields and a file without rows are refused") {
  CHECK(complaint("18,conv3,90.5", "18,conv3") == "mine.csv, line 3: 2 fields, where the first row names 3 columns");
  CHECK(complaint("90.5", "90.5,") == "mine.csv, line 3: 4 fields, where the first row names 3 columns");
  CHECK_THROWS_WITH(derive_choices("", "mine.csv", {0}), "mine.csv is empty");
  CHECK_THROWS_WITH(derive_choices("a,b\n", "mine.csv", {0}), "mine.csv has no row below its column names");
}

TEST_CASE("A column of more than 255 different values is refused as no choice") {
  Values rows;
  for (int row = 0; row < 255; ++row) rows.push_back(std::to_string(row));
  rows.push_back("0");
  CHECK(values_of(rows).size() == 255);
  rows.push_back("255");
  CHECK_THROWS_WITH(values_of(rows),
                    "mine.csv, line 258, column 'a': more than 255 different values; it is no choice: leave the column "
                    "out of the file, or give its unit as in 'NAME [ms min]' if it is a figure");
}

TEST_CASE("A file without a column for a choice, or with more than 32, is refused") {
  std::string text;
  std::vector<std::size_t> candidates;
  for (std::size_t column = 0; column < 33; ++column) {
    text += fmt::format("{}c{}", column > 0 ? "," : "", column);
    candidates.push_back(column);
  }
  text += "\n1" + std::string(32, ',') + "\n";
  for (std::size_t at = text.find(",,"); at != text.npos; at = text.find(",,")) text.insert(at + 1, "1");
  text.insert(text.size() - 1, "1");
  CHECK_THROWS_WITH(derive_choices(text, "mine.csv", candidates),
                    ContainsSubstring("mine.csv, line 1: 33 columns could be choices; a space has at most 32"));
  candidates.pop_back();
  CHECK(derive_choices(text, "mine.csv", candidates).columns.size() == 32);
  CHECK_THROWS_WITH(derive_choices(text, "mine.csv", {}), ContainsSubstring("mine.csv, line 1: no column is a choice"));
  CHECK_THROWS_AS(derive_choices(text, "mine.csv", {33}), ContractError);
}

TEST_CASE("Spellings are split into a choice for each place between the colons") {
  const ChoiceColumns found = split_spellings("acc,arch\n1,18:skip:9\n2,34:skip:10\n", "mine.csv", 1);
  REQUIRE(found.columns.size() == 3);
  for (std::size_t place = 0; place < 3; ++place) {
    CHECK(found.columns[place].field == 1);
    CHECK(found.columns[place].name == "choice" + std::to_string(place + 1));
  }
  CHECK(found.columns[0].values == Values{"18", "34"});
  CHECK(found.columns[1].values == Values{"skip"});
  CHECK(found.columns[2].values == Values{"9", "10"});
}

TEST_CASE("Spellings that do not have equally many values are refused") {
  CHECK(split_complaint("arch\n18:skip\n34:skip\n").empty());
  CHECK(split_complaint("arch\n18:skip\n34:skip:1\n") ==
        "mine.csv, line 3, column 'arch': 3 values with ':' between them, where line 2 has 2");
  CHECK(split_complaint("arch\n18:skip\n34\n") ==
        "mine.csv, line 3, column 'arch': 1 values with ':' between them, where line 2 has 2");
  CHECK(split_complaint("arch\n18:skip\n34:\n") ==
        "mine.csv, line 3, column 'arch' is empty; a choice has a value in each row");
  CHECK_THAT(split_complaint("arch\n18:skip\n34:s p\n"), ContainsSubstring("line 3, column 'arch': a value is named"));
  CHECK(split_complaint("arch\n" + std::string(31, ':') + "\n") ==
        "mine.csv, line 2, column 'arch' is empty; a choice has a value in each row");
  CHECK(split_complaint("arch\n" + std::string(32, ':') + "\n") ==
        "mine.csv, line 2, column 'arch': 33 values with ':' between them; a space has at most 32 choices");
}

TEST_CASE("Spellings with more than 255 different values in a place are refused") {
  std::string text = "arch\n";
  for (int row = 0; row < 255; ++row) text += fmt::format("x:{}\n", row);
  CHECK(split_complaint(text).empty());
  CHECK(split_complaint(text + "x:255\n") ==
        "mine.csv, line 257, column 'arch': more than 255 different values; a choice has at most 255");
}

TEST_CASE("Damaged tables give choices or are refused in one line") {
  Rng rng(4);
  for (int round = 0; round < 3000; ++round) {
    std::string text = kMine;
    for (int damage = 0; damage < 3; ++damage) {
      text[rng.below(static_cast<std::uint32_t>(text.size()))] = static_cast<char>(rng.below(256));
    }
    CAPTURE(text);
    try {
      for (const auto& column : derive_choices(text, "mine.csv", {0}).columns) REQUIRE(!column.values.empty());
      for (const auto& column : split_spellings(text, "mine.csv", 0).columns) REQUIRE(!column.values.empty());
    } catch (const Error& error) {
      const std::string said = error.what();
      REQUIRE((said.starts_with("mine.csv") && said.find('\n') == said.npos && said.size() < 2000));
    }
  }
}

}  // namespace cellar
