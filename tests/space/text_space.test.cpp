#include "space/text_space.hpp"

#include <set>

#include "tests/catch.hpp"
#include "tests/space/fuzz.hpp"

namespace cellar {

namespace {

const std::string kMicro =
    "# small\nspace micro\nchoice depth 18 34 50\n\nchoice op conv3 conv5 skip\nformat {depth}-{op}\n";

const TextSpace& micro() {
  static const auto space = parse_space_text(kMicro, "my.space");
  return *space;
}

std::string replaced(std::string text, const std::string& part, const std::string& by) {
  return text.replace(text.find(part), part.size(), by);
}

// What is said about the valid file where one part of it is another, after the file's name.
std::string complaint(const std::string& part, const std::string& by) {
  try {
    parse_space_text(replaced(kMicro, part, by), "my.space");
    return "";
  } catch (const Error& error) {
    return replaced(error.what(), "my.space, ", "");
  }
}

// What is said about a format for {a, ab} and {x, y}.
std::string format_complaint(const std::string& format) {
  try {
    const TextSpace space("nested", {{"n", {"a", "ab"}}, {"m", {"x", "y"}}}, format);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

void check_all_read_back(const TextSpace& space) {
  std::set<std::string> texts;
  for (std::uint64_t index = 0; index < space.size(); ++index) {
    const Architecture arch = space.at(index);
    const std::string text = space.format(arch);
    CAPTURE(space.text(), text);
    REQUIRE(space.parse(text) == arch);
    texts.insert(text);
  }
  REQUIRE(texts.size() == space.size());
}

std::string random_word(Rng& rng, std::string_view letters, std::uint32_t least, std::uint32_t most) {
  std::string word(least + rng.below(most - least + 1), ' ');
  for (char& c : word) c = letters[rng.below(static_cast<std::uint32_t>(letters.size()))];
  return word;
}

// The text of a space that may be refused, as its spellings may be ambiguous.
std::string random_space_text(Rng& rng) {
  std::string text = "space " + random_word(rng, "sp", 1, 4) + "\n";
  std::vector<std::string> names;
  for (std::uint32_t choices = 1 + rng.below(4); choices > 0; --choices) {
    names.push_back("c" + std::to_string(choices));
    text += "choice " + names.back();
    std::set<std::string> values;
    for (std::uint32_t count = 1 + rng.below(4); count > 0; --count) values.insert(random_word(rng, "ab-", 1, 3));
    for (const std::string& value : values) text += " " + value;
    text += "\n";
  }
  if (rng.below(4) == 0) return text;
  rng.shuffle(names);
  text += "format " + random_word(rng, "a-x:", 0, 2);
  for (const std::string& name : names) text += "{" + name + "}" + random_word(rng, "a-x:", 0, 2);
  return text + "\n";
}

}  // namespace

TEST_CASE("A file gives a space its name, choices and spelling") {
  CHECK(micro().name() == "micro");
  CHECK(micro().arity() == std::vector<int>{3, 3});
  REQUIRE(micro().choices().size() == 2);
  CHECK(micro().choices()[1].name == "op");
  CHECK(micro().choices()[1].values == std::vector<std::string>{"conv3", "conv5", "skip"});
  CHECK(micro().format({0, 1}) == "18-conv5");
  CHECK(micro().parse("50-skip") == Architecture{2, 2});
}

TEST_CASE("Colons stand between the values where a space has no format") {
  const auto space = parse_space_text("space micro\nchoice depth 18 34\nchoice op conv3 skip", "my.space");
  CHECK(space->format({1, 0}) == "34:conv3");
  CHECK(space->parse("18:skip") == Architecture{0, 1});
  CHECK(TextSpace("micro", {{"depth", {"18", "34"}}, {"op", {"conv3", "skip"}}}).text() == space->text());
}

TEST_CASE("A format may turn the choices' order and begin and end with other text") {
  const TextSpace space("turned", {{"a", {"1", "11"}}, {"b", {"x", "xy"}}}, "net({b}|{a})");
  CHECK(space.format({1, 0}) == "net(x|11)");
  CHECK(space.parse("net(xy|1)") == Architecture{0, 1});
  check_all_read_back(space);
}

TEST_CASE("Values of which none begins another need nothing between them") {
  const TextSpace space("dense", {{"a", {"x-", "y"}}, {"b", {"1", "2-1"}}, {"c", {"1", "12"}}}, "{a}{b}{c}");
  CHECK(space.parse("x-2-112") == Architecture{0, 1, 1});
  check_all_read_back(space);
}

TEST_CASE("Every architecture of a space given as text survives the way to text and back") {
  check_all_read_back(micro());
  check_all_read_back(TextSpace("nested", {{"a", {"1", "12", "123"}}, {"b", {"3", "23"}}, {"c", {"0", "00"}}}));
}

TEST_CASE("Line ends of either kind, tabs, indents, a byte order mark and a missing line end change nothing") {
  std::string crlf = "\xEF\xBB\xBF";
  for (const char c : kMicro) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  CHECK(parse_space_text(crlf, "my.space")->text() == micro().text());
  CHECK(complaint("choice op conv3 ", "\tchoice\top \t conv3\t\t").empty());
  CHECK(complaint("{op}\n", "{op} \t").empty());
  CHECK(complaint("{op}\n", "{op}\r").empty());
  CHECK(complaint("# small", "  # \x01 , '").empty());
}

TEST_CASE("The text of a space is the same for all files that give it") {
  CHECK(micro().text() == "space micro\nchoice depth 18 34 50\nchoice op conv3 conv5 skip\nformat {depth}-{op}\n");
  const auto spelled_out = parse_space_text(replaced(kMicro, "}-{", "}:{"), "my.space");
  CHECK(spelled_out->text() == "space micro\nchoice depth 18 34 50\nchoice op conv3 conv5 skip\n");
}

TEST_CASE("An architecture comes from the spelling of each choice's value") {
  const std::vector<std::string_view> values{"34", "skip"};
  CHECK(micro().from_values(values) == Architecture{1, 2});
  CHECK_THROWS_WITH(micro().from_values(std::vector<std::string_view>{"34", "conv33"}),
                    "choice 'op' of micro: unknown value 'conv33' (did you mean 'conv3'? known: conv3, conv5, skip)");
  CHECK_THROWS_WITH(micro().from_values(std::vector<std::string_view>{"34"}), "1 values for the 2 choices of micro");
}

TEST_CASE("A misspelt architecture is refused with its place and what is allowed there") {
  CHECK_THROWS_WITH(micro().parse("18-conv33"),
                    "'18-conv33' is no architecture of micro: character 4: choice 'op': unknown value 'conv33' (did "
                    "you mean 'conv3'? known: conv3, conv5, skip)");
  CHECK_THROWS_WITH(micro().parse("19-conv3"), ContainsSubstring("character 1: choice 'depth': unknown value '19' ("));
  CHECK_THROWS_WITH(micro().parse("18"), ContainsSubstring("character 3: the spelling ends where '-' should stand"));
  CHECK_THROWS_WITH(micro().parse("18-"), ContainsSubstring("character 4: choice 'op': unknown value '' ("));
  const TextSpace space("closed", {{"a", {"1", "2"}}, {"b", {"x", "y"}}}, "<{a}{b}>");
  CHECK(space.parse("<1x>") == Architecture{0, 0});
  CHECK_THROWS_WITH(space.parse("1x>"), ContainsSubstring("character 1: '1x>' stands where '<' should stand"));
  CHECK_THROWS_WITH(space.parse("<1x>>"), ContainsSubstring("character 5: '>' follows after the whole spelling"));
  CHECK_THROWS_WITH(space.parse("<3x>"), ContainsSubstring("character 2: choice 'a': unknown value '3x>' ("));
}

TEST_CASE("A refusal names no more values than can be read") {
  TextSpace::Choice many{"width", {}};
  for (int value = 0; value < 255; ++value) many.values.push_back("width" + std::to_string(1000 + value));
  const TextSpace space("wide", {many});
  CHECK_THROWS_WITH(space.parse("widht1250"), ContainsSubstring("did you mean 'width1250'? known: width1000, ") &&
                                                  ContainsSubstring(", and 201 more)"));
}

TEST_CASE("A statement that is misspelt or out of place is refused with its line") {
  CHECK(complaint("choice op", "chioce op") ==
        "line 5: unknown statement 'chioce' (did you mean 'choice'? known: space, choice, format)");
  CHECK(complaint("space micro\n", "") == "line 2: the first statement must be 'space NAME'");
  CHECK(complaint("# small", "space big") == "line 2: a second 'space'; a file gives one");
  CHECK(complaint("{op}\n", "{op}\nchoice more 1") == "line 7: a 'choice' after the format; the format is last");
  CHECK(complaint("{op}\n", "{op}\nformat {op}-{depth}") == "line 7: a 'format' after the format; the format is last");
  CHECK(complaint("micro\n", "micro\nformat a\n") == "line 3: a format before the choices; it follows after them");
}

TEST_CASE("A file that lacks a statement is refused") {
  CHECK_THROWS_WITH(parse_space_text("", "my.space"), "my.space gives no space; it begins with 'space NAME'");
  CHECK_THROWS_WITH(parse_space_text("space micro\n", "my.space"),
                    "my.space gives no choice; 'choice NAME VALUE...' is needed");
}

TEST_CASE("A statement with too few or too many words is refused") {
  CHECK(complaint("space micro", "space") == "line 2: one word is needed, without blanks: 'space NAME'");
  CHECK(complaint("micro", "mi cro") == "line 2: one word is needed, without blanks: 'space NAME'");
  CHECK(complaint("}-{", "} {") == "line 6: one word is needed, without blanks: 'format TEXT'");
  CHECK(complaint("format {depth}-{op}", "format") == "line 6: one word is needed, without blanks: 'format TEXT'");
  CHECK(complaint("op conv3 conv5 skip", "") == "line 5: a choice needs a name and values: 'choice NAME VALUE...'");
  CHECK(complaint(" conv3 conv5 skip", "") == "line 5: choice 'op' has no values; 1 to 255 are allowed");
}

TEST_CASE("Names and values that would break a trace or a spelling are refused") {
  for (const std::string bad : {",", ":", "\"", "'", "#", "{", "}", "\r", "\x01", "\x7f"}) {
    CHECK_THAT(complaint("micro", "mic" + bad + "ro"), ContainsSubstring("line 2: a space is named 'mic"));
    CHECK_THAT(complaint("choice op", "choice o" + bad + "p"), ContainsSubstring("line 5: a choice is named 'o"));
    CHECK_THAT(complaint("conv5", "con" + bad + "5"), ContainsSubstring("line 5: choice 'op', value 2 is named 'con"));
  }
  CHECK(complaint("micro", std::string(100, 'm')).empty());
  CHECK_THAT(complaint("micro", std::string(101, 'm')), ContainsSubstring("101 bytes; at most 100 are allowed"));
}

TEST_CASE("Choices and values that are there twice or are too many are refused") {
  CHECK(complaint("choice op", "choice depth") == "line 5: two choices are named 'depth'; they must differ");
  CHECK(complaint("conv5", "conv3") == "line 5: choice 'op' has two values named 'conv3'; they must differ");
  CHECK(complaint("conv5", "18").empty());
  std::string values;
  for (int value = 0; value < 253; ++value) values += " " + std::to_string(value);
  CHECK(complaint(" conv5", values).empty());
  CHECK(complaint(" conv5", values + " 253") == "line 5: choice 'op' has more than 255 values; 1 to 255 are allowed");
  std::string choices;
  for (int choice = 0; choice < 32; ++choice) choices += "choice c" + std::to_string(choice) + " 1\n";
  CHECK(parse_space_text("space many\n" + choices, "my.space")->arity().size() == 32);
  CHECK_THROWS_WITH(parse_space_text("space many\n" + choices + "choice more 1\n", "my.space"),
                    "my.space, line 34: more than 32 choices; 1 to 32 are allowed");
  CHECK_THROWS_AS(TextSpace("none", {}), Error);
}

TEST_CASE("A format in which the choices do not stand once each is refused") {
  CHECK(complaint("{op}", "") == "line 6: format '{depth}-': character 9: '{op}' is missing; each choice stands once");
  CHECK(complaint("{op}", "{depth}") ==
        "line 6: format '{depth}-{depth}': character 10: '{depth}' stands twice; each choice stands once");
  CHECK_THAT(complaint("{op}", "{ops}"), ContainsSubstring("character 10: unknown choice 'ops' (did you mean 'op'?"));
  CHECK_THAT(complaint("{op}", "op}"), ContainsSubstring("character 11: a '}' without '{' before it"));
  CHECK_THAT(complaint("{op}", "{op"), ContainsSubstring("character 9: a '{' without '}' after it"));
  CHECK_THAT(complaint("{op}", "{{op}}"), ContainsSubstring("character 10: unknown choice '{op'"));
}

TEST_CASE("A format whose text would break a trace or is too long is refused") {
  for (const std::string bad : {",", "\"", "'", "#", "\x01", "\x7f"}) {
    CHECK_THAT(complaint("}-{", "}" + bad + "{"), ContainsSubstring("' may not stand in a spelling"));
  }
  CHECK(format_complaint("{n}:{m}").empty());
  CHECK_THAT(format_complaint("{n} {m}"), ContainsSubstring("character 4: ' ' may not stand in a spelling"));
  CHECK(format_complaint("{n}:{m}" + std::string(4089, '-')).empty());
  CHECK(format_complaint("{n}:{m}" + std::string(4090, '-')) == "a format of 4097 bytes; at most 4096 are allowed");
}

TEST_CASE("A spelling that could be read in two ways is refused when the space is made") {
  for (const std::string unambiguous : {"{m}{n}", "{n}-{m}", "{m}{n}-"}) CHECK(format_complaint(unambiguous).empty());
  for (const std::string ambiguous : {"{n}{m}", "{n}b{m}", "{m}{n}a"}) {
    CHECK(format_complaint(ambiguous) ==
          "format '" + ambiguous +
              "': choice 'n' could be read in two ways, as its value 'a' is the beginning of 'ab'; let a character "
              "follow that none of its values holds, as in '{n}:'");
  }
}

TEST_CASE("Random texts give a space that has the same text and reads back all of its spellings") {
  Rng rng(11);
  int made = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::string text = random_space_text(rng);
    CAPTURE(text);
    try {
      const auto space = parse_space_text(text, "my.space");
      REQUIRE(parse_space_text(space->text(), "my.space")->text() == space->text());
      check_all_read_back(*space);
      ++made;
    } catch (const Error& error) {
      REQUIRE_THAT(error.what(), ContainsSubstring("could be read in two ways"));
    }
  }
  CHECK(made > 400);
  CHECK(made < 1400);
}

TEST_CASE("Damaged spellings are read as themselves or refused") {
  const auto result = test::fuzz(micro(), 3000);
  CHECK(result.broken.empty());
  CHECK(result.parsed >= 3000);
  CHECK(result.refused > 3000);
}

TEST_CASE("Damaged files give a space or are refused in one line") {
  Rng rng(12);
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 3 == 0 ? random_space_text(rng) : kMicro;
    for (int damage = 0; damage < 4 && !text.empty(); ++damage) text = test::damaged(text, rng);
    CAPTURE(text);
    try {
      const auto space = parse_space_text(text, "my.space");
      REQUIRE(parse_space_text(space->text(), "my.space")->text() == space->text());
    } catch (const Error& error) {
      const std::string said = error.what();
      REQUIRE((said.starts_with("my.space") && said.find('\n') == said.npos && said.size() < 2000));
    }
  }
}

TEST_CASE("Lines of megabytes are refused in a short line") {
  const std::string long_word(3'000'000, 'x');
  std::string many_words;
  for (int word = 0; word < 500'000; ++word) many_words += " " + std::to_string(word);
  for (const std::string& line : {long_word, "choice " + long_word + " 1", "choice c " + long_word,
                                  "format " + long_word, "choice c" + many_words, "format" + many_words}) {
    const std::string said = complaint("format {depth}-{op}", line);
    CHECK(!said.empty());
    CHECK(said.size() < 2000);
  }
  CHECK(complaint("# small", "#" + long_word).empty());
}

}  // namespace cellar
