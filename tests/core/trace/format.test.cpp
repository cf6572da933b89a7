#include "core/trace/format.hpp"

#include "core/trace/fields.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

TraceRow sample_row() {
  TraceRow row;
  row.trial = 12;
  row.worker = 3;
  row.start_seconds = 0.1 + 0.2;
  row.end_seconds = 1e6 / 3;
  row.arch = {1, 2, 3};
  row.fidelity = {4, 12};
  row.continues = 5;
  row.values = 62.712;
  row.cost_seconds = 1e-7;
  row.tag = -2;
  return row;
}

std::string spell(const TraceFormat& format, const TraceRow& row) {
  std::string text;
  format.append(text, row);
  return text;
}

TraceColumns columns(std::vector<std::string> own = {}) { return {{"toy.valid@12/12"}, std::move(own)}; }

}  // namespace

TEST_CASE("A row is spelled in the documented order and reads back to the same bits") {
  const ToySpace space;
  const TraceFormat format(space, columns({"alpha"}));
  TraceRow row = sample_row();
  row.extra = {0.5};
  const std::string line = spell(format, row);
  CHECK(format.column_line() ==
        "trial,status,worker,start_seconds,end_seconds,architecture,index,epochs,schedule,continues,"
        "toy.valid@12/12,cost_seconds,recommended,tag,alpha\n");
  CHECK(line == "12,ok,3,0.30000000000000004,333333.3333333333,1:2:3,23,4,12,5,62.712,1e-07,,-2,0.5\n");
  const TraceRow back = format.parse(std::string_view(line).substr(0, line.size() - 1));
  CHECK(spell(format, back) == line);
  CHECK(back.end_seconds == row.end_seconds);
  CHECK(back.arch == row.arch);
  CHECK_FALSE(back.recommended);
  row.extra = {NAN};
  const std::string without = spell(format, row);
  CHECK(without == "12,ok,3,0.30000000000000004,333333.3333333333,1:2:3,23,4,12,5,62.712,1e-07,,-2,\n");
  CHECK(spell(format, format.parse(std::string_view(without).substr(0, without.size() - 1))) == without);
}

TEST_CASE("Failed and worked rows leave out what they do not have") {
  const ToySpace space;
  const TraceFormat format(space, columns());
  TraceRow row = sample_row();
  row.status = TraceRow::Status::failed;
  row.values = Values();
  CHECK(spell(format, row).find(",,") != std::string::npos);
  CHECK(format.parse("12,failed,0,0,1,1:2:3,23,4,12,,,1,,0").status == TraceRow::Status::failed);
  row.status = TraceRow::Status::worked;
  const std::string worked = spell(format, row);
  CHECK(worked == "12,worked,3,0.30000000000000004,333333.3333333333,,,,,,,1e-07,,-2\n");
  CHECK(spell(format, format.parse(std::string_view(worked).substr(0, worked.size() - 1))) == worked);
}

TEST_CASE("A damaged line is refused by the name of its field") {
  const ToySpace space;
  const TraceFormat format(space, columns());
  const auto refused = [&](const char* line, const char* why) {
    CHECK_THROWS_WITH(format.parse(line), ContainsSubstring(why));
  };
  CHECK_NOTHROW(format.parse("0,ok,0,0,1,1:2:3,23,12,12,,50,1,23,0"));
  refused("x,ok,0,0,1,1:2:3,23,12,12,,50,1,23,0", "trial is 'x'");
  refused("0,good,0,0,1,1:2:3,23,12,12,,50,1,23,0", "status is 'good'");
  refused("0,ok,0,0,1,1:3:3,23,12,12,,50,1,23,0", "choice 1 is '3'");
  refused("0,ok,0,0,1,1:2:3,23,12,12,,,1,23,0", "toy.valid@12/12 needs a value where status is ok");
  refused("0,ok,0,0,1,1:2:3,23,12,12,,nan,1,23,0", "toy.valid@12/12 is 'nan'");
  refused("0,ok,0,0,1,1:2:3,23,12,12,,50,1,24,0", "recommended is '24'");
  refused("0,ok,0,0,1,1:2:3,23,12,12,,50,1,23", "13 fields instead of 14");
  refused("0,ok,0,0,1,1:2:3,23,12,12,,50,1,23,0,7", "15 fields instead of 14");
}

TEST_CASE("Lines with bytes changed at random are read or refused, never worse") {
  const ToySpace space;
  const TraceFormat format(space, columns());
  const std::string good = "0,ok,0,0,1,1:2:3,23,12,12,,50,1,23,0";
  Rng rng(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string line = good;
    for (std::uint32_t change = rng.below(4) + 1; change > 0; --change) {
      line[rng.below(static_cast<std::uint32_t>(line.size()))] = static_cast<char>(rng.below(256));
    }
    try {
      const TraceRow row = format.parse(line);
      const std::string spelled = spell(format, row);
      CHECK(spell(format, format.parse(std::string_view(spelled).substr(0, spelled.size() - 1))) == spelled);
    } catch (const Error&) {
    }
  }
}

TEST_CASE("Each of several objectives has a column, and one may be missing") {
  const ToySpace space;
  const TraceFormat format(space, {{"accuracy", "latency", "energy"}, {"alpha"}});
  CHECK(format.column_line().find(",continues,accuracy,latency,energy,cost_seconds,") != std::string::npos);
  TraceRow row = sample_row();
  row.values = {62.5, NAN, 3};
  row.extra = {1};
  const std::string line = spell(format, row);
  CHECK(line.find(",5,62.5,,3,1e-07,,-2,1\n") != std::string::npos);
  const TraceRow back = format.parse(std::string_view(line).substr(0, line.size() - 1));
  CHECK(back.values.at(0) == 62.5);
  CHECK_FALSE(back.values.at(1));
  CHECK(back.values.at(2) == 3);
  CHECK(TraceColumns::parse(std::string_view(format.column_line()).substr(0, format.column_line().size() - 1)).own ==
        std::vector<std::string>{"alpha"});
}

TEST_CASE("Where no time passes the columns of seconds are empty") {
  const ToySpace space;
  const TraceFormat format(space, columns(), false);
  const std::string line = spell(format, sample_row());
  CHECK(line == "12,ok,3,,,1:2:3,23,4,12,5,62.712,,,-2\n");
  CHECK(format.parse(std::string_view(line).substr(0, line.size() - 1)).end_seconds == 0);
}

TEST_CASE("Every status reads back, and says whether there are values") {
  const ToySpace space;
  const TraceFormat format(space, columns());
  using Status = TraceRow::Status;
  for (const Status status : {Status::ok, Status::failed, Status::repeated, Status::repaired, Status::timed_out}) {
    TraceRow row = sample_row();
    row.status = status;
    const bool valued = status != Status::failed && status != Status::timed_out;
    if (!valued) row.values = Values();
    const std::string line = spell(format, row);
    const TraceRow back = format.parse(std::string_view(line).substr(0, line.size() - 1));
    CHECK(back.status == status);
    CHECK(back.values.failed() != valued);
    row.values = valued ? Values() : Values(5);
    const std::string wrong = spell(format, row);
    CHECK_THROWS_AS(format.parse(std::string_view(wrong).substr(0, wrong.size() - 1)), Error);
  }
}

TEST_CASE("The fixed columns are known as such, the first of each part too") {
  for (const char* name : {"trial", "continues", "cost_seconds", "tag"}) CHECK(is_fixed_column(name));
  for (const char* name : {"", "tria", "cost", "latency.board"}) CHECK_FALSE(is_fixed_column(name));
  CHECK(is_column_name("latency.board"));
  for (const char* name : {"", "a,b", "a;b", "a\"b", "#a", "a\nb"}) CHECK_FALSE(is_column_name(name));
}

TEST_CASE("Names that CSV cannot hold, and lines of other columns, are refused") {
  const ToySpace space;
  CHECK_THROWS_AS(TraceFormat(space, {{"a,b"}, {}}), ContractError);
  CHECK_THROWS_AS(TraceFormat(space, {{"a"}, {"b#"}}), ContractError);
  CHECK_THROWS_AS(TraceFormat(space, {{}, {}}), ContractError);
  const std::string good = TraceColumns{{"a"}, {"b"}}.line();
  CHECK(TraceColumns::parse(good).objectives == std::vector<std::string>{"a"});
  for (const char* const text : {"", "trial", "trial,status,worker"}) {
    CHECK_THROWS_WITH(TraceColumns::parse(text), ContainsSubstring("is not the line of column names"));
  }
  CHECK_THROWS_AS(TraceColumns::parse(good.substr(0, good.size() - 5)), Error);
  CHECK_THROWS_AS(TraceColumns::parse(fmt::format("{},{}", kFirstColumns, kLastColumns)), Error);
}
