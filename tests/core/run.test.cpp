#include "core/run.hpp"

#include <cmath>

#include "core/errors.hpp"
#include "core/replay.hpp"
#include "space/restricted.hpp"
#include "tests/catch.hpp"
#include "tests/core/run_script.hpp"

using namespace cellar;
using namespace cellar::test;

TEST_CASE("A trial started before the budget ran out is finished and recorded at its true end") {
  Script script({ask({0, 0, 3}), ask({0, 0, 3}), ask({0, 0, 3}), ask({0, 0, 3})});
  const Ran ran = run_script(script, seconds(9));
  REQUIRE(ran.rows.size() == 3);  // begun at 0, 4 and 8
  CHECK(ran.rows.back().start_seconds == 8);
  CHECK(ran.rows.back().end_seconds == 12);
  CHECK(ran.end == RunEnd::budget);
}

TEST_CASE("A trial that would start exactly when the budget is spent is not started") {
  Script script({ask({0, 0, 3}), ask({0, 0, 3}), ask({0, 0, 3})});
  CHECK(run_script(script, seconds(8)).rows.size() == 2);
}

TEST_CASE("A failed trial is charged, told and recorded without an accuracy") {
  Script script({ask({1, 2, 1}), ask({0, 0, 0})});
  const Ran ran = run_script(script, seconds(100));
  REQUIRE(ran.rows.size() == 2);
  CHECK(ran.rows[0].status == TraceRow::Status::failed);
  CHECK(ran.rows[0].end_seconds == 2);
  CHECK_FALSE(script.told[0].valid_accuracy);
}

TEST_CASE("Workers take trials at once, and trials are told by end time, equal times by number") {
  Script script({ask({0, 0, 3}), ask({0, 0, 0}), ask({0, 0, 0}), ask({1, 0, 0})});
  const Ran ran = run_script(script, seconds(100), 3);
  CHECK(numbers(ran.rows) == std::vector<int>{1, 2, 3, 0});
  CHECK(ran.rows[0].worker == 1);
  CHECK(ran.rows[1].worker == 2);
  CHECK(ran.rows[2].worker == 1);  // the lowest idle one
  CHECK(ran.rows[2].start_seconds == 1);
  CHECK(ran.rows[3].worker == 0);
  CHECK(ran.rows[3].end_seconds == 4);
}

TEST_CASE("Five trials on two workers run as a simulation by hand has them") {
  // Seconds 3, 1, 4, 1, 2. At 0: trial 0 on worker 0 to 3, trial 1 on worker 1 to 1. At 1: trial 2 on worker 1 to 5. At
  // 3: trial 3 on worker 0 to 4. At 4: trial 4 on worker 0 to 6, the makespan; 11 of 12 worker-seconds are used.
  Script script({ask({0, 0, 2}), ask({1, 0, 0}), ask({0, 0, 3}), ask({0, 1, 0}), ask({1, 1, 1})});
  const Ran ran = run_script(script, seconds(100), 2);
  struct Row {
    int trial, worker;
    double start, end;
  };
  const std::vector<Row> by_hand = {{1, 1, 0, 1}, {0, 0, 0, 3}, {3, 0, 3, 4}, {2, 1, 1, 5}, {4, 0, 4, 6}};
  REQUIRE(ran.rows.size() == by_hand.size());
  double busy = 0;
  for (std::size_t row = 0; row < by_hand.size(); ++row) {
    CHECK(ran.rows[row].trial == by_hand[row].trial);
    CHECK(ran.rows[row].worker == by_hand[row].worker);
    CHECK(ran.rows[row].start_seconds == by_hand[row].start);
    CHECK(ran.rows[row].end_seconds == by_hand[row].end);
    busy += ran.rows[row].cost_seconds;
  }
  CHECK(busy / (2 * ran.rows.back().end_seconds) == Approx(11.0 / 12));
}

TEST_CASE("A budget of evaluations or epochs counts them, continued epochs once") {
  const std::vector<Request> requests = {ask({0, 0, 0}, 1), ask({0, 0, 0}, 12, 0), ask({1, 0, 0}, 1),
                                         ask({1, 0, 0}, 1)};
  Script by_evaluations(requests);
  CHECK(run_script(by_evaluations, {Budget::Unit::evaluations, 3}).rows.size() == 3);
  Script by_epochs(requests);
  CHECK(run_script(by_epochs, {Budget::Unit::epochs, 12}).rows.size() == 2);
}

TEST_CASE("A continued trial inherits the draw of the one it continues and is charged from its epochs on") {
  std::vector<std::pair<int, std::uint64_t>> asked;
  const ToyOracle spy([&](const Architecture&, Fidelity, int from, std::uint64_t draw) {
    asked.emplace_back(from, draw);
    return Measurement{50.0, 1.0};
  });
  Script script({ask({0, 0, 0}, 1), ask({1, 0, 0}, 1), ask({0, 0, 0}, 12, 0)});
  const Ran ran = run_script(script, seconds(100), 1, spy);
  REQUIRE(asked.size() == 3);
  CHECK(asked[2] == std::pair{1, asked[0].second});
  CHECK(asked[1].second != asked[0].second);
  CHECK(asked[0].second == trial_draw(7, 0));
  CHECK(*ran.rows[2].continues == 0);
}

TEST_CASE("A searcher may work by itself for a time, with one worker") {
  Script script({Worked{2.5}, ask({0, 0, 0}), Worked{1.0}});
  const Ran ran = run_script(script, seconds(100));
  REQUIRE(ran.rows.size() == 3);
  CHECK(ran.rows[0].status == TraceRow::Status::worked);
  CHECK(ran.rows[1].start_seconds == 2.5);
  CHECK(ran.rows[2].end_seconds == 4.5);
  Script two({Worked{1.0}});
  CHECK_THROWS_AS(run_script(two, seconds(100), 2), ContractError);
}

TEST_CASE("Several values are told with the larger the better, and recorded as they are") {
  struct TwoObjectives final : Oracle {
    std::vector<Fidelity> levels = {{12, 12}};
    std::vector<Objective> objectives() const override {
      Objective latency;
      latency.name = "latency";
      latency.unit = "ms";
      latency.maximise = false;
      return {Objective{}, latency};
    }
    const std::vector<Fidelity>& fidelities() const override { return levels; }
    Measurement measure(const Architecture& arch, Fidelity, int, std::uint64_t) const override {
      if (arch[1] == 2) return {std::nullopt, 1};
      return {{10.0 * arch[0], arch[1] == 1 ? NAN : 3.0}, 1};
    }
  };
  Script script({ask({1, 0, 0}), ask({1, 1, 0}), ask({1, 2, 0})});
  const Ran ran = run_script(script, seconds(100), 1, TwoObjectives());
  REQUIRE(ran.rows.size() == 3);
  CHECK(ran.rows[0].values.at(1) == 3.0);
  CHECK(script.told[0].values.at(1) == -3.0);
  CHECK(script.told[0].valid_accuracy == 10.0);
  CHECK(ran.rows[1].status == TraceRow::Status::ok);  // one value is missing
  CHECK_FALSE(ran.rows[1].values.at(1));
  CHECK_FALSE(script.told[1].values.at(1));
  CHECK(ran.rows[2].status == TraceRow::Status::failed);
  CHECK(script.told[2].values.failed());
}

TEST_CASE("A repaired proposal is recorded as that") {
  Evaluate repaired = ask({0, 0, 0});
  repaired.repaired = true;
  Script script({repaired, ask({0, 0, 0})});
  const Ran ran = run_script(script, seconds(100));
  CHECK(ran.rows[0].status == TraceRow::Status::repaired);
  CHECK(ran.rows[1].status == TraceRow::Status::ok);
}

TEST_CASE("A run in steps, answered in another order than it asked, is the run at once") {
  const ToySpace space;
  const std::vector<Request> requests = {ask({0, 0, 3}), ask({0, 0, 0}), ask({0, 0, 1}), ask({1, 0, 0}),
                                         ask({1, 2, 2})};
  Script at_once(requests);
  const auto whole = run_script(at_once, seconds(100), 3).rows;
  Script script(requests);
  const Problem problem{space, "toy", kOracle.objectives(), kOracle.fidelities(), seconds(100), 3};
  TraceRows trace;
  RunLoop loop(script, problem, 7, trace);
  while (!loop.end()) {
    std::vector<Asked> open;
    while (auto asked = loop.next()) open.push_back(*asked);
    CHECK(loop.end().has_value() == open.empty());
    for (auto asked = open.rbegin(); asked != open.rend(); ++asked) {
      const Evaluate& what = asked->evaluate;
      loop.answer(asked->trial, kOracle.measure(what.arch, what.fidelity, asked->from_epochs, asked->draw));
    }
  }
  CHECK(loop.end() == RunEnd::finished);
  CHECK(numbers(trace.rows) == numbers(whole));
  for (std::size_t row = 0; row < whole.size(); ++row) {
    CHECK(trace.rows[row].end_seconds == whole[row].end_seconds);
    CHECK(trace.rows[row].worker == whole[row].worker);
  }
  CHECK_THROWS_AS(loop.answer(0, {50.0, 1.0}), ContractError);
}

TEST_CASE("A fault of a searcher says which trial, and what is allowed") {
  const auto fault = [](std::vector<Request> requests) -> std::string {
    Script script(std::move(requests));
    try {
      run_script(script, seconds(100));
    } catch (const SearcherFault& error) {
      return std::to_string(error.trial()) + " " + error.what();
    }
    return "";
  };
  CHECK(fault({ask({0, 0, 0}), ask({2, 0, 0})}) ==
        "1 asked for what is not in space toy: choice 0 is 2; allowed is 0 to 1");
  CHECK(fault({ask({0, 0})}) == "0 asked for what is not in space toy: it has 2 choices; 3 are needed");
  CHECK_THAT(fault({ask({0, 0, 0}, 4)}), ContainsSubstring("asked for 4/12 epochs") && ContainsSubstring("12/12"));
}

TEST_CASE("Where the problem says so, a run ends when all of the space was evaluated in full") {
  const RestrictedSpace space(std::make_shared<ToySpace>(), {0, 5});
  const Architecture a = space.at(0), b = space.at(1);
  Problem problem{space, "toy", kOracle.objectives(), kOracle.fidelities(), seconds(100), 1};
  for (const bool ends : {true, false}) {
    problem.ends_when_exhausted = ends;
    Script script({ask(a, 1), ask(b, 1), ask(a), ask(a), ask(b), ask(b), ask(a)});
    TraceRows trace;
    CHECK(run(script, kOracle, problem, 7, trace) == (ends ? RunEnd::exhausted : RunEnd::finished));
    CHECK(trace.rows.size() == (ends ? 5 : 7));
  }
}

TEST_CASE("A stop request ends the run between two trials") {
  std::stop_source stop;
  int measured = 0;
  const ToyOracle oracle([&](const Architecture&, Fidelity, int, std::uint64_t) {
    if (++measured == 2) stop.request_stop();
    return Measurement{50.0, 1.0};
  });
  const ToySpace space;
  Script script({ask({0, 0, 0}), ask({0, 0, 0}), ask({0, 0, 0})});
  TraceRows trace;
  const Problem problem{space, "toy", oracle.objectives(), oracle.fidelities(), seconds(100), 1};
  CHECK(run(script, oracle, problem, 0, trace, stop.get_token()) == RunEnd::stopped);
  CHECK(trace.rows.size() == 1);
}

TEST_CASE("What a searcher must not ask is a ContractError") {
  const auto refused = [](std::vector<Request> requests, const Budget& budget = seconds(100)) {
    Script script(std::move(requests));
    CHECK_THROWS_AS(run_script(script, budget), ContractError);
  };
  refused({ask({2, 0, 0})});     // not in the space
  refused({ask({0, 0})});        // too short
  refused({ask({0, 0, 0}, 4)});  // a fidelity that is not offered
  for (const double bad : {static_cast<double>(NAN), static_cast<double>(INFINITY), -1.0}) {
    refused({Worked{bad}});
    Script script({ask({0, 0, 0})});
    const ToyOracle costs([&](const Architecture&, Fidelity, int, std::uint64_t) { return Measurement{50.0, bad}; });
    CHECK_THROWS_AS(run_script(script, seconds(100), 1, costs), ContractError);
  }
  Script unsound({ask({0, 0, 0})});
  const ToyOracle nan([](const Architecture&, Fidelity, int, std::uint64_t) { return Measurement{NAN, 1.0}; });
  CHECK_THROWS_AS(run_script(unsound, seconds(100), 1, nan), ContractError);
  refused({Wait{}});                                                  // nothing is pending
  refused({ask({0, 0, 0}, 12, 0)});                                   // continues itself
  refused({ask({0, 0, 0}, 1), ask({1, 0, 0}, 12, 0)});                // another architecture
  refused({ask({0, 0, 0}, 12), ask({0, 0, 0}, 12, 0)});               // not more epochs
  refused(std::vector<Request>(1'000'002, Worked{0}), seconds(100));  // the clock stands still
  refused(std::vector<Request>(1'000'002, Worked{1}), {Budget::Unit::evaluations, 5});
}
