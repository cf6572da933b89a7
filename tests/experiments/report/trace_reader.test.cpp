#include "experiments/report/trace_reader.hpp"

#include <cmath>
#include <string>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/report/toy_runs.hpp"

using namespace cellar;
using cellar::test::ToyRuns;

namespace {

const std::string kColumns =
    "trial,status,worker,start_seconds,end_seconds,architecture,index,epochs,schedule,continues,"
    "pets.valid@12/12,cost_seconds,recommended,tag";
const std::string kHead =
    "# cellar trace 2\n# setting kind: search\n# setting table: toy\n# setting table_checksum: 00000000000000ff\n"
    "# setting dataset: pets\n# setting searcher: evolution\n# setting budget: 100 seconds\n"
    "# setting objective: pets.valid@12/12; %; maximise; 0 to 100; one training seed\n# setting seed: 3\n"
    "# info table_file: a/my.table\n# info truth: pets.test@200/200\n";
const std::string kRows =
    "0,ok,0,0,10.5,a,3,12,12,,50,10.5,,0\n"
    "1,failed,0,10.5,20,b,4,12,12,,,9.5,,0\n"
    "2,worked,0,20,30,,,,,,,10,6,0\n"
    "3,ok,0,30,30,c,5,12,12,,60,0,6,0\n";
const std::string kWhole = kHead + kColumns + "\n" + kRows + "# end: budget\n";

std::string error_of(const std::string& text) {
  try {
    parse_trace(text, "t.csv");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string with(std::string text, const std::string& old, const std::string& fresh) {
  const auto place = text.find(old);
  REQUIRE(place != std::string::npos);
  return text.replace(place, old.size(), fresh);
}

// A damaged trace may be an Error or still make sense; nothing else may happen.
void must_survive(const std::string& text) {
  try {
    const auto trace = parse_trace(text, "t.csv");
    if (!trace) return;
    const RunTrace& run = trace->run;
    REQUIRE(run.choice.size() == run.size());
    REQUIRE(run.evaluations.size() == run.size());
    REQUIRE(run.epochs.size() == run.size());
    for (std::size_t i = 1; i < run.size(); ++i) REQUIRE(run.end_seconds[i] >= run.end_seconds[i - 1]);
  } catch (const Error& error) {
    REQUIRE(std::string(error.what()).starts_with("t.csv line "));
    REQUIRE(std::string(error.what()).find('\n') == std::string::npos);
  }
}

}  // namespace

TEST_CASE("a trace is read: head, end times, choices and evaluations") {
  const auto trace = parse_trace(kWhole, "t.csv");
  REQUIRE(trace);
  CHECK(trace->head->identity.table == "toy");
  CHECK(trace->head->identity.table_checksum == "00000000000000ff");
  CHECK(trace->head->identity.table_file == "a/my.table");
  CHECK(trace->head->identity.dataset == "pets");
  CHECK(trace->head->identity.searcher == "evolution");
  CHECK(trace->head->identity.budget == Budget{Budget::Unit::seconds, 100});
  CHECK(trace->head->identity.objectives.front().name == "pets.valid@12/12");
  const RunTrace& run = trace->run;
  CHECK(run.complete);
  CHECK(run.first_line == 13);
  CHECK(run.end_seconds == std::vector<double>{10.5, 20, 30, 30});
  CHECK(run.choice == std::vector<std::uint32_t>{3, 3, 6, 6});  // the recommended one goes before the incumbent
  CHECK(run.evaluations == std::vector<double>{1, 2, 2, 3});
}

TEST_CASE("rows have finished at their end and not before") {
  const RunTrace run = parse_trace(kWhole, "t.csv")->run;
  CHECK(run.finished(0) == 0);
  CHECK(run.finished(10.4999) == 0);
  CHECK(run.finished(10.5) == 1);
  CHECK(run.finished(29) == 2);
  CHECK(run.finished(30) == 4);
  CHECK(run.finished(1e9) == 4);
}

TEST_CASE("columns that a searcher declares are read by name") {
  std::string text = kHead + kColumns + ",loss,step\n";
  text += "0,ok,0,0,10.5,a,3,12,12,,50,10.5,,0,0.25,7\n1,worked,0,10.5,20,,,,,,,9.5,,0,,-8\n";
  const RunTrace run = parse_trace(text, "t.csv")->run;
  CHECK(run.choice == std::vector<std::uint32_t>{3, 3});
  REQUIRE(run.column("loss"));
  REQUIRE(run.column("step"));
  CHECK(run.column("loss")->values[0] == 0.25);
  CHECK(std::isnan(run.column("loss")->values[1]));
  CHECK(run.column("step")->values == std::vector<double>{7, -8});
  CHECK(run.column("los") == nullptr);
  CHECK_THAT(error_of(with(text, "0.25,7", "0.25,x")),
             ContainsSubstring("t.csv line 13: step is 'x', a number is needed"));
  CHECK_THAT(error_of(with(text, "0.25,7", "0.25")), ContainsSubstring("line 13: there are 15 fields instead of 16"));
}

TEST_CASE("epochs of training are those that an evaluation adds, and one for a row of the searcher's own work") {
  CHECK(parse_trace(kWhole, "t.csv")->run.epochs == std::vector<double>{12, 24, 25, 37});
  const std::string text = kHead + kColumns +
                           "\n0,ok,0,0,1,a,3,1,12,,50,1,,0\n2,ok,0,1,2,b,4,4,12,,50,1,,0\n"
                           "1,ok,0,2,5,a,3,4,12,0,50,3,,0\n3,ok,0,5,9,a,3,12,12,1,50,4,,0\n";
  CHECK(parse_trace(text, "t.csv")->run.epochs == std::vector<double>{1, 5, 8, 16});
  CHECK_THAT(error_of(with(text, "a,3,12,12,1,", "a,3,12,12,7,")),
             ContainsSubstring("line 16: continues is '7', which is no trial of fewer epochs above"));
  CHECK_THAT(error_of(with(text, "a,3,4,12,0,", "a,3,0,12,0,")), ContainsSubstring("line 15: continues is '0'"));
  CHECK_THAT(error_of(with(text, "b,4,4,12", "b,4,x,12")), ContainsSubstring("line 14: epochs is 'x'"));
}

TEST_CASE("without an incumbent there is no choice") {
  const auto trace = parse_trace(kHead + kColumns + "\n0,failed,0,0,1,a,3,12,12,,,1,,0\n", "t.csv");
  CHECK(trace->run.choice == std::vector<std::uint32_t>{RunTrace::kNone});
  CHECK(trace->run.evaluations == std::vector<double>{1});
}

TEST_CASE("every prefix of a trace is the trace of a run that was killed there") {
  const std::size_t head_size = kHead.size() + kColumns.size() + 1;
  for (std::size_t size = 0; size < kWhole.size(); ++size) {
    const auto trace = parse_trace(kWhole.substr(0, size), "t.csv");
    REQUIRE(trace.has_value() == (size >= head_size));
    if (!trace) continue;
    CHECK_FALSE(trace->run.complete);
    const auto rows =
        std::count(kWhole.begin() + static_cast<long>(head_size), kWhole.begin() + static_cast<long>(size), '\n');
    CHECK(trace->run.size() == static_cast<std::size_t>(rows));
  }
}

TEST_CASE("each kind of damage is named with file, line and value") {
  CHECK(error_of(kWhole) == "");
  const auto damaged = [](const std::string& old, const std::string& fresh) {
    return error_of(with(kWhole, old, fresh));
  };
  CHECK_THAT(damaged("# cellar trace 2", "trial,status"), ContainsSubstring("t.csv line 1: 'trial,status'"));
  CHECK_THAT(damaged("trace 2", "trace 3"), ContainsSubstring("line 1: a trace of version 3, made by a later cellar"));
  CHECK_THAT(damaged("trace 2", "trace 1"), ContainsSubstring("line 1: a trace of version 1, from before"));
  CHECK_THAT(damaged("# setting dataset: pets\n", ""),
             ContainsSubstring("line 10: the head has no line '# setting dataset: …'"));
  CHECK_THAT(damaged("trial,status", "trial,state"), ContainsSubstring("line 12: 'trial,state"));
  CHECK_THAT(damaged("continues,pets", "continues,cats"), ContainsSubstring("line 12: the columns are not those"));
  CHECK_THAT(damaged("1,failed", "1,faild"), ContainsSubstring("line 14: status is 'faild'; ok, failed, worked"));
  CHECK_THAT(damaged(",20,b", ",2o,b"), ContainsSubstring("line 14: end_seconds is '2o'"));
  CHECK_THAT(damaged(",20,b", ",-20,b"), ContainsSubstring("line 14: end_seconds is '-20'"));
  CHECK_THAT(damaged(",20,b", ",nan,b"), ContainsSubstring("line 14: end_seconds is 'nan'"));
  CHECK_THAT(damaged(",20,b", ",9,b"), ContainsSubstring("line 14: end_seconds is 9, before the row above (10.5)"));
  CHECK_THAT(damaged("a,3,12", "a,x,12"), ContainsSubstring("line 13: index is 'x'"));
  CHECK_THAT(damaged("a,3,12", "a,-3,12"), ContainsSubstring("line 13: index is '-3'"));
  CHECK_THAT(damaged("12,,50,", "12,,5o,"), ContainsSubstring("line 13: pets.valid@12/12 is '5o'"));
  CHECK_THAT(damaged("12,,50,", "12,,,"), ContainsSubstring("line 13: pets.valid@12/12 needs a value"));
  CHECK_THAT(damaged("9.5,,0", "9.5,4294967295,0"), ContainsSubstring("line 14: recommended is '4294967295'"));
  CHECK_THAT(damaged("9.5,,0", "9.5,,0,1"), ContainsSubstring("line 14: there are 15 fields instead of 14"));
  CHECK_THAT(damaged("9.5,,0", "9.5"), ContainsSubstring("line 14: there are 12 fields instead of 14"));
  CHECK_THAT(damaged("end: budget", "end: budget 0123456789abcdef"),
             ContainsSubstring("line 17: the file is damaged: this checksum does not fit"));
  CHECK_THAT(damaged("end: budget", "end: budget 0123"),
             ContainsSubstring("line 17: '# end: budget 0123' does not end"));
  CHECK_THAT(damaged("1,failed", "# ,failed"), ContainsSubstring("line 14: '# ,failed"));
  CHECK_THAT(error_of(kWhole + "4"), ContainsSubstring("line 17: there is more after the '# end:' line"));
  CHECK_THAT(error_of(kWhole + kRows), ContainsSubstring("line 17: there is more after the '# end:' line"));
}

TEST_CASE("a trace with any byte changed is refused or read, never worse") {
  for (std::size_t place = 0; place < kWhole.size(); ++place) {
    for (const char byte : {'\0', '\n', ',', '#', '9', '-', 'e', '\xff', ' '}) {
      std::string text = kWhole;
      text[place] = byte;
      must_survive(text);
    }
  }
}

TEST_CASE("a trace with random bytes changed, taken out and doubled is refused or read, never worse") {
  Rng rng(1);
  for (int round = 0; round < 20000; ++round) {
    std::string text = kWhole;
    for (std::uint32_t edits = 1 + rng.below(6); edits > 0 && !text.empty(); --edits) {
      const std::size_t place = rng.below(static_cast<std::uint32_t>(text.size()));
      switch (rng.below(3)) {
        case 0:
          text[place] = static_cast<char>(rng.below(256));
          break;
        case 1:
          text.erase(place, rng.below(20));
          break;
        default:
          text.insert(place, text.substr(rng.below(static_cast<std::uint32_t>(text.size())), rng.below(40)));
      }
    }
    must_survive(text);
  }
}

TEST_CASE("the best at the most epochs so far is the incumbent, or the best at the full ones") {
  const std::string head = with(kHead, "# info truth", "# info full: 12/12\n# info truth");
  const std::string text = head + kColumns +
                           "\n0,ok,0,0,1,a,3,1,12,,90,1,,0\n1,ok,0,1,2,b,4,12,12,,50,1,,0\n"
                           "2,ok,0,2,5,c,5,4,12,,95,3,,0\n3,ok,0,5,9,d,6,12,12,,51,4,,0\n";
  const RunTrace run = parse_trace(text, "t.csv")->run;
  CHECK(run.choice == std::vector<std::uint32_t>{3, 4, 4, 6});
  CHECK(run.mixes_epochs);
  CHECK(parse_trace(text, "t.csv", IncumbentCounts::full)->run.choice ==
        std::vector<std::uint32_t>{RunTrace::kNone, 4, 4, 6});
  CHECK_FALSE(parse_trace(kWhole, "t.csv")->run.mixes_epochs);
}
