#include "searchers/multi_fidelity/brackets.hpp"

#include <cmath>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"
#include "tests/searchers/searchers.hpp"

using namespace cellar;
using namespace cellar::test;

namespace {

const ToySpace kSpace;

Problem problem(std::vector<Fidelity> fidelities) {
  return {kSpace, "toys", {Objective{}}, std::move(fidelities), seconds(1), 1};
}

std::vector<int> sizes(const BracketSchedule& schedule, int number) {
  std::vector<int> sizes;
  for (const Stage& stage : schedule.bracket(number)) sizes.push_back(stage.size);
  return sizes;
}

std::vector<Fidelity> every_epoch(int schedule) {
  std::vector<Fidelity> fidelities;
  for (int epochs = 1; epochs <= schedule; ++epochs) fidelities.push_back({epochs, schedule});
  return fidelities;
}

}  // namespace

TEST_CASE("From 1 to 12 epochs the brackets are HpBandSter's 9-3-1, 3-1 and 3 at 1, 4 and 12") {
  const BracketSchedule schedule("bohb", problem(every_epoch(12)), {});
  CHECK(schedule.kinds() == 3);
  CHECK(schedule.fidelities() == std::vector<Fidelity>{{1, 12}, {4, 12}, {12, 12}});
  for (const int round : {0, 3, 300}) {
    CHECK(sizes(schedule, round) == std::vector<int>{9, 3, 1});
    CHECK(sizes(schedule, round + 1) == std::vector<int>{3, 1});
    CHECK(sizes(schedule, round + 2) == std::vector<int>{3});
  }
  CHECK(schedule.bracket(1).front().fidelity == Fidelity{4, 12});
  CHECK(schedule.bracket(2).front().fidelity == Fidelity{12, 12});
}

TEST_CASE("Other budgets and rates make HpBandSter's brackets too") {
  const auto make = [](int least, int most, double eta, int schedule) {
    return BracketSchedule("bohb", problem(every_epoch(schedule)), {least, most, eta, false});
  };
  CHECK(make(12, 200, 3, 200).fidelities() == std::vector<Fidelity>{{22, 200}, {66, 200}, {200, 200}});
  CHECK(sizes(make(12, 200, 3, 200), 0) == std::vector<int>{9, 3, 1});
  CHECK(make(1, 81, 3, 81).fidelities().size() == 5);
  CHECK(sizes(make(1, 81, 3, 81), 0) == std::vector<int>{81, 27, 9, 3, 1});
  CHECK(sizes(make(1, 81, 3, 81), 1) == std::vector<int>{27, 9, 3, 1});
  CHECK(sizes(make(1, 81, 3, 81), 2) == std::vector<int>{9, 3, 1});
  CHECK(sizes(make(1, 81, 3, 81), 3) == std::vector<int>{6, 2});
  CHECK(sizes(make(1, 81, 3, 81), 4) == std::vector<int>{5});
  CHECK(sizes(make(1, 16, 2, 16), 0) == std::vector<int>{16, 8, 4, 2, 1});
  CHECK(make(12, 12, 3, 12).kinds() == 1);
}

TEST_CASE("What a schedule cannot be made of is refused in one line") {
  const auto only_full = problem({{12, 12}});
  CHECK_NOTHROW(BracketSchedule("bohb", only_full, {12, 12, 3, false}));
  CHECK_THROWS_WITH(BracketSchedule("bohb", only_full, {}),
                    ContainsSubstring("bohb needs 1, 4, 12 epochs of the 12-epoch schedule, toys offers 12"));
  CHECK_THROWS_WITH(BracketSchedule("asha", problem(every_epoch(12)), {8, 4, 3, false}),
                    ContainsSubstring("asha: min_budget=8 is more than max_budget=4"));
  CHECK_THROWS_WITH(builtin_searchers().configure("hyperband(eta=1)"),
                    ContainsSubstring("eta=1 is not allowed") && ContainsSubstring("1.5"));
}

TEST_CASE("A bracket promotes the best when a stage has ended, failures last, in the order in which they began") {
  Bracket bracket({{4, {1, 12}}, {2, {4, 12}}, {1, {12, 12}}});
  const auto begin = [&](int trial) {
    const auto job = bracket.next();
    REQUIRE(job);
    bracket.begin(*job, job->arch.value_or(Architecture{static_cast<std::uint8_t>(trial)}), trial);
    return job->member;
  };
  for (int trial = 0; trial < 4; ++trial) CHECK(begin(trial) == static_cast<std::size_t>(trial));
  CHECK(!bracket.next());
  bracket.end(3, 40.0);
  bracket.end(0, 50.0);
  bracket.end(1, INFINITY);
  CHECK(!bracket.next());  // one is still running
  bracket.end(2, 30.0);
  const auto first = bracket.next();
  REQUIRE(first);
  CHECK(first->member == 2);
  CHECK(first->earlier == 2);
  CHECK(first->fidelity == Fidelity{4, 12});
  begin(4);
  begin(5);
  bracket.end(3, 29.0);
  bracket.end(2, 28.0);
  CHECK(bracket.next()->arch == Architecture{2});
  begin(6);
  CHECK(!bracket.done());
  bracket.end(2, 20.0);
  CHECK(!bracket.next());
  CHECK(bracket.done());
}

TEST_CASE("With several workers a new bracket opens while a stage waits, and each trial counts where it belongs") {
  // Every training takes its epochs in seconds, so that everything can be followed by hand.
  const ToyOracle oracle(
      [](const Architecture& arch, Fidelity fidelity, int from, std::uint64_t) {
        return Measurement{10.0 * arch[0] + 3.0 * arch[1] + arch[2], static_cast<double>(fidelity.epochs - from)};
      },
      {{1, 12}, {4, 12}, {12, 12}});
  const auto rows = run_searcher("hyperband", kSpace, oracle, seconds(14), 1, 2);
  std::string starts;  // of each trial: bracket and time
  std::vector<const TraceRow*> by_trial(rows.size());
  for (const TraceRow& row : rows) by_trial[static_cast<std::size_t>(row.trial)] = &row;
  for (const TraceRow* row : by_trial) {
    starts += std::to_string(row->tag) + "@" + std::to_string(static_cast<int>(row->start_seconds)) + "x" +
              std::to_string(row->fidelity.epochs) + " ";
  }
  // Bracket 0 begins nine trainings of one epoch, two at a time; the ninth runs from 4 to 5 while the other worker
  // begins bracket 1 (four epochs) at 4. At 5 bracket 0 promotes three to four epochs; the last of
  // them ends at 13, when the best goes on to twelve.
  CHECK(starts == "0@0x1 0@0x1 0@1x1 0@1x1 0@2x1 0@2x1 0@3x1 0@3x1 0@4x1 1@4x4 0@5x4 0@8x4 0@9x4 1@12x4 0@13x12 ");
}

TEST_CASE("With continue=on a promoted training pays its additional epochs only") {
  const ToyOracle oracle(
      [](const Architecture& arch, Fidelity fidelity, int from, std::uint64_t) {
        return Measurement{10.0 * arch[0] + 3.0 * arch[1] + arch[2], static_cast<double>(fidelity.epochs - from)};
      },
      {{1, 12}, {4, 12}, {12, 12}});
  for (const bool goes_on : {false, true}) {
    const auto rows = run_searcher(goes_on ? "hyperband(continue=on)" : "hyperband", kSpace, oracle,
                                   {Budget::Unit::evaluations, 20}, 1);
    double epochs = 0;
    for (const TraceRow& row : rows) {
      epochs += row.cost_seconds;
      CHECK(row.continues.has_value() == (goes_on && row.cost_seconds != row.fidelity.epochs));
    }
    CHECK(epochs == (goes_on ? 93 - 4 - 4 - 3 : 93));  // 3 go on from 1, 1 and 1 from 4 epochs
  }
}
