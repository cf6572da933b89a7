#include "tests/catch.hpp"
#include "tests/formats/official_cells.hpp"

// Records of cells that are pickled well and say what no official record says.
namespace cellar {

namespace {

using namespace test::pickle;

std::string value(double number) {
  const std::string bytes = raw(number);
  return "G" + std::string(bytes.rbegin(), bytes.rend());
}

// What is said of test::cell() with one part instead of another, wherever that stands.
std::string refusal(const std::string& part, const std::string& instead) {
  std::string record = test::cell();
  std::size_t found = 0;
  for (auto at = record.find(part); at != record.npos; at = record.find(part, at + instead.size())) {
    record.replace(at, part.size(), instead);
    ++found;
  }
  REQUIRE(found > 0);
  return test::complaint(whole(record));
}

}  // namespace

TEST_CASE("A small record of a cell is read") { CHECK(test::complaint(whole(test::cell())).empty()); }

TEST_CASE("A schedule that comes twice is refused, and one that is no number of epochs") {
  const std::string record = test::cell();
  const std::string entry = record.substr(2, record.size() - 3);  // without "}(" and "u"
  CHECK_THAT(test::complaint(whole("}(" + entry + entry + "u")), ContainsSubstring("schedule 2: it comes twice"));
  for (const char* label : {"two", "0", "-2", "2.0", "1234567", ""}) {
    CAPTURE(label);
    CHECK_THAT(refusal(text("2"), text(label)), ContainsSubstring(std::string("a schedule '") + label + "'"));
  }
  CHECK_THAT(refusal(text("2"), text("3")), ContainsSubstring("a trial of 2 epochs under the schedule of 3"));
}

TEST_CASE("Evaluations on other sets, at other epochs, or too many, are refused") {
  CHECK_THAT(refusal(text("x-valid"), text("y-valid")), ContainsSubstring("an evaluation set 'y-valid'"));
  CHECK_THAT(refusal(text("x-valid@1"), text("train@1")), ContainsSubstring("an evaluation set 'train'"));
  CHECK_THAT(refusal(text("x-valid@1"), text("x-valid")), ContainsSubstring("without an epoch"));
  CHECK_THAT(refusal(text("x-valid@1"), text("x-valid@2")), ContainsSubstring("epoch 2 of a training of 2 epochs"));
  for (const char* epoch : {"-1", "", "1.0", "one", "99999999999"}) {
    CHECK_THAT(refusal(text("x-valid@1"), text(std::string("x-valid@") + epoch)),
               ContainsSubstring("epoch -1 of a training of 2 epochs"));
  }
  const std::string sets = list({text("x-valid"), text("x-test"), text("ori-test"), text("x-valid")});
  CHECK_THAT(refusal(list({text("x-valid")}), sets), ContainsSubstring("4 evaluation sets"));
  std::vector<std::pair<std::string, std::string>> losses;
  for (int i = 0; i < 7; ++i) losses.emplace_back(text("x-valid@" + std::to_string(i % 2)), value(2));
  const std::string one = dict({losses[1]});
  losses.pop_back();
  CHECK(refusal(one, dict(losses)).empty());
  losses.push_back(losses.front());
  CHECK_THAT(refusal(one, dict(losses)), ContainsSubstring("7 values of a training of 2 epochs"));
}

TEST_CASE("Seeds that are listed and have no trial, or the reverse, are refused") {
  const std::string trials = dict({{tuple({text("pets"), integer(777)}), test::trial()}});
  const auto said = [&](const std::string& seeds) {
    return test::complaint(whole(test::cell(dict({{text("pets"), list({seeds})}}), trials)));
  };
  CHECK_THAT(said(integer(777) + integer(888)), ContainsSubstring("of which there is no one trial"));
  CHECK_THAT(said(integer(888) + integer(777)), ContainsSubstring("are not sorted"));
  CHECK_THAT(said(""), ContainsSubstring("whose seeds are not listed"));
  CHECK_THAT(refusal(text("0777"), text("0 777")), ContainsSubstring("the seed '0 777' is none"));
}

TEST_CASE("A trial of another network than its cell's is refused") {
  const std::string named = text("arch_str") + text("|none~0|");
  const std::string other = text("arch_str") + text("|skip_connect~0|");
  CHECK_THAT(refusal(text("num_cells") + integer(5) + named, text("num_cells") + integer(5) + other),
             ContainsSubstring("the network of a trial is of '|skip_connect~0|'"));
}

TEST_CASE("Figures that no training has are refused") {
  const auto flops = [](const std::string& instead) {
    return refusal(text("flop") + value(1.5), text("flop") + instead);
  };
  CHECK(refusal(value(45), value(100)).empty());
  CHECK_THAT(refusal(value(45), value(100.5)), ContainsSubstring("an accuracy of 100.5 %"));
  CHECK_THAT(refusal(value(45), value(-1)), ContainsSubstring("an accuracy of -1 %"));
  CHECK_THAT(refusal(value(3), value(-1)), ContainsSubstring("a time of -1 s"));
  CHECK(flops(value(0)).empty());
  CHECK_THAT(flops(value(-1.5)), ContainsSubstring("flop -1.5 is not a number from 0 up"));
  CHECK_THAT(flops(none()), ContainsSubstring("number"));
  CHECK_THAT(refusal(text("clear_net_done") + boolean(true), text("clear_net_done") + integer(7)),
             ContainsSubstring("a truth value should stand"));
}

}  // namespace cellar
