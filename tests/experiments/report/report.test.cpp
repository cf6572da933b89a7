#include "experiments/report/report.hpp"

#include <string>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/report/toy_runs.hpp"

using namespace cellar;
using cellar::test::ToyRuns;

namespace {

ReportSource source_of(const ToyRuns& toy) { return {toy.runs(), "", toy.root().string()}; }

}  // namespace

TEST_CASE("a run folder is read by data set and searcher, whatever else lies in it") {
  const ToyRuns toy;
  for (int seed = 0; seed < 20; ++seed) {
    toy.add("pets", "random", seed, {{double(seed + 1), "3"}});
    toy.add("pets", "evolution(population=20,sample=5)", seed, {{5, "4"}});
    toy.add("cars", "random", seed, {{5, "5"}});
  }
  toy.write(toy.runs() / "lock", "");
  toy.write(toy.runs() / "pets/random/seed-000001.state/weights", "x");
  toy.write(toy.runs() / "pets/random/notes.csv", "x");
  const Report report = load_report(source_of(toy));
  CHECK(report.notes.empty());
  REQUIRE(report.groups.size() == 3);
  CHECK(report.groups[0].dataset == "cars");
  CHECK(report.groups[1].searcher == "evolution(population=20,sample=5)");
  CHECK(report.groups[2].searcher == "random");
  REQUIRE(report.groups[2].runs.size() == 20);
  for (int seed = 0; seed < 20; ++seed) CHECK(report.groups[2].runs[seed].end_seconds[0] == seed + 1);
}

TEST_CASE("runs without an end are counted as far as they got, and said to be") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{5, "3"}});
  toy.write(toy.file("pets", "random", 1), toy.head("pets", 1) + ToyRuns::rows({{5, "3"}, {9, "4"}}) + "2,ok,0,9,1");
  toy.write(toy.file("pets", "random", 2), "# cellar tr");
  const Report report = load_report(source_of(toy));
  REQUIRE(report.groups.size() == 1);
  CHECK(report.groups[0].runs.size() == 2);
  CHECK(report.groups[0].runs[1].size() == 2);
  REQUIRE(report.notes.size() == 2);
  CHECK_THAT(report.notes[0], ContainsSubstring("1 of 2 runs without an end"));
  CHECK_THAT(report.notes[1], ContainsSubstring("1 trace with an incomplete head"));
}

TEST_CASE("a folder that is not there, holds no traces or is a file gets one clear line") {
  const ToyRuns toy;
  CHECK_THROWS_WITH(load_report(source_of(toy)), ContainsSubstring("no traces in '"));
  CHECK_THROWS_WITH(load_report({toy.root() / "none", "", ""}), ContainsSubstring("no folder '"));
  CHECK_THROWS_WITH(load_report({toy.root() / "toy.table", "", ""}), ContainsSubstring("is not a folder"));
  toy.write(toy.file("pets", "random", 0), "");
  CHECK_THROWS_WITH(load_report(source_of(toy)), ContainsSubstring("has begun yet"));
}

TEST_CASE("of several damaged traces the first one is named, however many threads read") {
  const ToyRuns toy;
  for (int seed = 0; seed < 50; ++seed) toy.add("pets", "random", seed, {{5, seed < 10 ? "3" : "x"}});
  for (int repeat = 0; repeat < 20; ++repeat) {
    CHECK_THROWS_WITH(load_report(source_of(toy)), ContainsSubstring("seed-000010.csv line 16: recommended is 'x'"));
  }
}

TEST_CASE("traces of one searcher must agree in their settings") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{5, "3"}});
  toy.write(toy.file("pets", "random", 1), toy.head("pets", 1, "200 seconds") + "# end: budget\n");
  CHECK_THROWS_WITH(load_report(source_of(toy)), ContainsSubstring("has budget 200 seconds where") &&
                                                     ContainsSubstring("seed-000000.csv has 100 seconds"));
}

TEST_CASE("a trace in the folder of another data set is refused") {
  const ToyRuns toy;
  toy.write(toy.file("cars", "random", 0), toy.head("pets", 0) + "# end: budget\n");
  CHECK_THROWS_WITH(load_report(source_of(toy)), ContainsSubstring("data set 'pets' in the folder of 'cars'"));
}

TEST_CASE("another table than the one that was run on is refused unless it is asked for") {
  const ToyRuns toy;
  std::string head = toy.head("pets", 0);
  const auto place = head.find("checksum: ") + 10;
  head.replace(place, 16, "0123456789abcdef");
  toy.write(toy.file("pets", "random", 0), head + ToyRuns::rows({{5, "3"}}) + "# end: budget\n");
  CHECK_THROWS_WITH(load_report(source_of(toy)),
                    ContainsSubstring("toy 0123456789abcdef") && ContainsSubstring("--table"));
  const Report report = load_report({toy.runs(), (toy.root() / "toy.table").string(), ""});
  REQUIRE(report.notes.size() == 1);
  CHECK_THAT(report.notes[0], ContainsSubstring("toy 0123456789abcdef"));
}

TEST_CASE("an architecture that the table does not have is named with its line") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{5, "7"}, {6, "8"}});
  CHECK_THROWS_WITH(load_report(source_of(toy)),
                    ContainsSubstring("seed-000000.csv line 17: architecture 8 is not in table toy"));
}
