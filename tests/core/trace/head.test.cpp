#include "core/trace/head.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"

using namespace cellar;

namespace {

TraceHead sample(const char* budget = "20000 seconds", const char* seed = "0") {
  TraceHead head;
  head.setting("table", "nb201");
  head.setting("budget", budget);
  head.setting("seed", seed);
  head.info("program", "cellar 1");
  return head;
}

}  // namespace

TEST_CASE("The head of a trace reads back, and ends where its columns begin") {
  const std::string text = sample().text();
  CHECK(text ==
        "# cellar trace 2\n# setting table: nb201\n# setting budget: 20000 seconds\n# setting seed: 0\n"
        "# info program: cellar 1\n");
  std::size_t used = 0;
  const auto head = TraceHead::parse(text + "trial,status\n", used);
  REQUIRE(head);
  CHECK(used == text.size());
  CHECK(head->entries() == sample().entries());
}

TEST_CASE("A head that is cut off anywhere is no head") {
  const std::string text = sample().text();
  for (std::size_t length = 0; length <= text.size(); ++length) {
    std::size_t used = 0;
    CHECK_FALSE(TraceHead::parse(std::string_view(text).substr(0, length), used));
    CHECK(TraceHead::may_begin(std::string_view(text).substr(0, length)));
  }
}

TEST_CASE("A setting that differs is named, information that differs is none") {
  TraceHead other = sample("40000 seconds");
  CHECK(difference(sample(), other)->text() == "budget was 20000 seconds and is now 40000 seconds");
  CHECK_FALSE(difference(sample(), other, {"table"}));
  other.info("table_file", "a.table");
  other.setting("workers", "4");
  CHECK(difference(sample(), other, {"workers", "table_file"})->text() == "workers was nothing and is now 4");
  CHECK(difference(other, sample(), {"workers"})->text() == "workers was 4 and is now nothing");
  CHECK(difference(sample(), sample("20000 seconds", "1"))->text() == "seed was 0 and is now 1");
  TraceHead newer = sample();
  newer.info("host", "unknown to this version");
  CHECK_FALSE(difference(sample(), newer));
  newer.setting("repeats", "free");
  CHECK(difference(sample(), newer)->key == "repeats");
}

TEST_CASE("A setting that is a list differs where one of its values does, or their order") {
  TraceHead one = sample(), two = sample();
  for (const char* const name : {"a", "b"}) one.setting("objective", name);
  for (const char* const name : {"b", "a"}) two.setting("objective", name);
  CHECK(difference(one, two)->text() == "objective was a and b and is now b and a");
  CHECK_FALSE(difference(one, one));
}

TEST_CASE("Runs that differ in their seed and in information are of one experiment") {
  TraceHead other = sample("20000 seconds", "7");
  other.info("host", "b");
  CHECK(sample().experiment() == other.experiment());
  CHECK(sample().experiment().size() == 16);
  CHECK(sample().experiment() != sample("40000 seconds").experiment());
}

TEST_CASE("A line end in a value does not end the line") {
  TraceHead head;
  head.info("note", "two\nlines");
  CHECK(head.text() == "# cellar trace 2\n# info note: two lines\n");
}

TEST_CASE("A trace of another version is said to be that, and what is no trace, that") {
  const auto refused = [](const char* text, const char* why) {
    std::size_t used = 0;
    CHECK_THROWS_WITH(TraceHead::parse(text, used), ContainsSubstring(why));
  };
  refused("# cellar trace 3\n", "version 3, made by a later cellar; this one reads version 2");
  refused("# cellar trace 1\n# program: cellar 0.1.0\n", "version 1, from before the first release");
  refused("# cellar trace two\n", "version two");
  refused("trial,status\n", "'trial,status' does not begin a trace ('# cellar trace 2' does)");
  refused("# cellar trick", "does not begin a trace");
  refused("# cellar trace 2\n# seed: 1\ntrial\n", "line 2: '# seed: 1' is no line of a trace's head");
  refused("# cellar trace 2\n# setting Seed: 1\ntrial\n", "line 2");
  refused("# cellar trace 2\n# setting a: 1\n# info seed=1\ntrial\n", "line 3");
  CHECK_FALSE(TraceHead::may_begin("trial,status\n"));
  CHECK_FALSE(TraceHead::may_begin("# cellar trick"));
}
