#include "experiments/report/curve.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/report/toy_runs.hpp"

using namespace cellar;
using cellar::test::ToyRow;
using cellar::test::ToyRuns;

namespace {

Report load(const ToyRuns& toy) { return load_report({toy.runs(), "", toy.root().string()}); }

ReportTruth truth_of(const Report& report) {
  const SearcherRuns& group = report.groups.front();
  return make_report_truth(group.table, group.identity, group.dataset);
}

Curve curve_at(const ToyRuns& toy, const std::vector<double>& times, CurveRule rule,
               const std::string& metric = "test@200/200") {
  const Report report = load(toy);
  const ReportTruth truth = truth_of(report);
  return make_curve(report.groups.front(), CurveMetric(*truth.find(metric)), {times, Axis::seconds, rule});
}

// The original's rule as it is written there: sort all evaluations by their distance, take the first two.
double naive_nats(const std::vector<ToyRow>& run, const std::vector<double>& truth, double ticket) {
  std::vector<ToyRow> rows = run;
  std::stable_sort(rows.begin(), rows.end(), [&](const ToyRow& a, const ToyRow& b) {
    return std::abs(a.end - ticket) < std::abs(b.end - ticket);
  });
  const ToyRow &a = rows[0], &b = rows[1];
  const double value_a = truth[std::stoul(a.incumbent)], value_b = truth[std::stoul(b.incumbent)];
  return (b.end - ticket) / (b.end - a.end) * value_a + (ticket - a.end) / (b.end - a.end) * value_b;
}

}  // namespace

TEST_CASE("a step curve follows the last finished evaluation") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{10, "0"}, {20, "2"}});
  toy.add("pets", "random", 1, {{15, "1"}});
  const Curve curve = curve_at(toy, {5, 10, 14.9, 15, 20, 99}, CurveRule::step);
  const auto count = [&](std::size_t i) { return curve.points[i].statistics.count; };
  const auto mean = [&](std::size_t i) { return curve.points[i].statistics.mean; };
  CHECK(count(0) == 0);
  CHECK(count(1) == 1);
  CHECK(mean(1) == 53);
  CHECK(mean(2) == 53);
  CHECK(count(3) == 2);
  CHECK(mean(3) == Approx((53 + 51.25) / 2));
  CHECK(mean(4) == Approx((54.5 + 51.25) / 2));
  CHECK(mean(5) == mean(4));
}

TEST_CASE("the nats rule inter- and extrapolates the figures of the two nearest evaluations") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{10, "0"}, {20, "2"}, {40, "4"}});  // test 53, 54.5, 56
  const auto mean_at = [&](double seconds) {
    return curve_at(toy, {seconds}, CurveRule::nats).points[0].statistics.mean;
  };
  CHECK(mean_at(10) == 53);
  CHECK(mean_at(12) == Approx(53 + 0.2 * 1.5));
  CHECK(mean_at(20) == 54.5);
  CHECK(mean_at(24) == Approx(54.5 + 4 * 1.5 / 10));  // nearest are 20 and 10, so it extrapolates
  CHECK(mean_at(26) == Approx(54.5 + 6 * 1.5 / 20));  // nearest are 20 and 40
  CHECK(mean_at(5) == Approx(53 - 5 * 0.15));
  CHECK(mean_at(60) == Approx(56 + 20 * 1.5 / 20));
  CHECK(curve_at(toy, {12}, CurveRule::nats, "test_regret").points[0].statistics.mean == Approx(59 - 53.3));
}

TEST_CASE("the nats rule of a single evaluation is its figure, of equal end times the last one's") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{10, "0"}});
  CHECK(curve_at(toy, {3, 99}, CurveRule::nats).points[0].statistics.mean == 53);
  toy.add("pets", "random", 0, {{10, "0"}, {10, "2"}, {20, "4"}, {20, "5"}});  // as 54.5 at 10, 59 at 20
  const Curve curve = curve_at(toy, {10, 15, 20, 30}, CurveRule::nats);
  CHECK(curve.points[0].statistics.mean == 54.5);
  CHECK(curve.points[1].statistics.mean == Approx(56.75));
  CHECK(curve.points[2].statistics.mean == 59);
  CHECK(curve.points[3].statistics.mean == Approx(63.5));
}

TEST_CASE("the nats rule equals the original's sort on random runs") {
  const auto truth = ToyRuns::figures(50);
  Rng rng(11);
  for (int round = 0; round < 40; ++round) {
    const ToyRuns toy;
    std::vector<ToyRow> run;
    double end = 0;
    for (std::uint32_t row = 2 + rng.below(10); row > 0; --row) {
      end += 1 + rng.below(9);
      run.push_back({end, std::to_string(rng.below(7))});
    }
    toy.add("pets", "random", 0, run);
    std::vector<double> times;
    for (int i = 1; i < 200; ++i) times.push_back(i * 0.5);
    const Curve curve = curve_at(toy, times, CurveRule::nats);
    for (std::size_t i = 0; i < times.size(); ++i) {
      REQUIRE(curve.points[i].statistics.mean == Approx(naive_nats(run, truth, times[i])));
    }
  }
}

TEST_CASE("the grid goes from where a searcher's runs have all begun to the last end") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{10, "0"}, {160, "2"}});
  toy.add("pets", "random", 1, {{40, "1"}});
  toy.add("pets", "slow", 0, {{80, "1"}});
  const Report report = load(toy);
  const std::vector<const SearcherRuns*> groups{&report.groups[0], &report.groups[1]};
  const auto logarithmic = grid_times(groups, {3, true, {}, {}, {}}, Axis::seconds);
  CHECK(logarithmic[0] == 40);
  CHECK(logarithmic[1] == Approx(80));
  CHECK(logarithmic[2] == 160);
  CHECK(grid_times(groups, {5, false, 0.0, 100.0, {}}, Axis::seconds) == std::vector<double>{0, 25, 50, 75, 100});
  for (int i = 0; i < 200; ++i) {  // or the last evaluation might just be missed
    const double to = 100 + i * 0.7;
    CHECK(grid_times(groups, {7, true, 3.1, to, {}}, Axis::seconds).back() == to);
  }
  CHECK_THROWS_WITH(grid_times(groups, {5, true, 0.0, 100.0, {}}, Axis::seconds), ContainsSubstring("from 0 to 100"));
  CHECK_THROWS_WITH(grid_times(groups, {5, false, 200.0, {}, {}}, Axis::seconds), ContainsSubstring("from 200 to 160"));
}

TEST_CASE("curves are written in long format, spellings with commas in quotes") {
  const ToyRuns toy;
  toy.add("pets", "evolution(population=20,sample=5)", 0, {{10, "0"}, {20, "2"}});
  Report report = load(toy);
  const CurveGrid grid{2, false, 5.0, 20.0, {}};
  const auto curves = make_curves(report, grid, CurveRule::step);
  CHECK(curves.size() == 5);
  const std::string text = curve_csv(curves, axis_of(report, grid));
  CHECK(
      text.starts_with("dataset,searcher,seconds,metric,runs,mean,sd,median,q25,q75\n"
                       "pets,\"evolution(population=20,sample=5)\",5,test@200/200,0,,,,,\n"
                       "pets,\"evolution(population=20,sample=5)\",20,test@200/200,1,54.5,0,54.5,54.5,54.5\n"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 11);
}

TEST_CASE("runs in which no time passes have curves over evaluations") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{0, "0"}, {0, "2"}, {0, "4"}});
  toy.add("pets", "random", 1, {{0, "1"}, {0, "1"}, {0, "5"}});
  Report report = load(toy);
  const CurveGrid grid{3, false, {}, {}, {}};
  const auto curves = make_curves(report, grid, CurveRule::step);
  REQUIRE(curves.front().points.size() == 3);
  CHECK(curves.front().points[0].time == 1);
  CHECK(curves.front().points[0].statistics.mean == (53 + 51.25) / 2);
  CHECK(curves.front().points[2].statistics.mean == (56.0 + 59.0) / 2);
  CHECK(curve_csv(curves, axis_of(report, grid)).starts_with("dataset,searcher,evaluations,metric,"));
  CHECK(axis_of(report, {3, false, {}, {}, Axis::seconds}) == Axis::seconds);
}

TEST_CASE("along evaluations a run stands for what its evaluations so far found, whatever they cost") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{10, "0"}, {500, "2"}, {501, "4"}});
  Report report = load(toy);
  const auto curves = make_curves(report, {3, false, {}, {}, Axis::evaluations}, CurveRule::step);
  CHECK(curves.front().points[1].time == 2);
  CHECK(curves.front().points[1].statistics.mean == 54.5);
}

TEST_CASE("runs of one evaluation have a curve from then on") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{40, "0"}});
  Report report = load(toy);
  const auto curves = make_curves(report, {2, true, {}, {}, {}}, CurveRule::step);
  CHECK(curves.front().points[0].time == 40);
  CHECK(curves.front().points[1].time == 80);
  CHECK(curves.front().points[1].statistics.mean == 53);
}

TEST_CASE("runs whose choice has no figure in the table are noted once for each metric") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{10, "7"}, {20, "7"}});
  Report report = load(toy);
  make_curves(report, {2, true, {}, {}, {}}, CurveRule::step);
  REQUIRE(report.notes.size() == 1);
  CHECK_THAT(report.notes[0], ContainsSubstring("1 of 1 run chose") && ContainsSubstring("pets.valid@200/200"));
}

TEST_CASE("a searcher's columns have curves beside the table's figures, over epochs, each epoch once") {
  const ToyRuns toy;
  toy.add_own("pets", "darts", 0, {"skip_connects", "valid_accuracy"}, {{1, 20}, {3, 40}, {6, NAN}});
  toy.add_own("pets", "darts", 1, {"skip_connects", "valid_accuracy"}, {{2, 30}, {3, 50}, {6, 60}});
  Report report = load(toy);
  CurveGrid grid;
  grid.axis = Axis::epochs;
  grid.logarithmic = false;
  grid.whole = true;
  const auto curves = make_curves(report, grid, CurveRule::step, {"skip_connects", "regret", "valid_accuracy"});
  REQUIRE(curves.size() == 3);
  CHECK(curves[0].metric == "skip_connects");
  REQUIRE(curves[0].points.size() == 3);
  CHECK(curves[0].points[0].time == 1);
  CHECK(curves[0].points[0].statistics.mean == 1.5);
  CHECK(curves[0].points[2].statistics.mean == 6);
  CHECK(curves[1].metric == "test_regret");
  CHECK(curves[1].points[1].statistics.mean == Approx(9 - 1.25));
  CHECK(curves[2].points[2].statistics.count == 1);  // the other has no value there
  CHECK(curve_csv(curves, axis_of(report, grid)).starts_with("dataset,searcher,epochs,metric,"));
  CHECK_THROWS_WITH(make_curves(report, grid, CurveRule::step, {"skips"}),
                    ContainsSubstring("unknown metric 'skips'") && ContainsSubstring("valid_accuracy"));
}

TEST_CASE("searchers without a column are left out of its curves") {
  const ToyRuns toy;
  toy.add_own("pets", "darts", 0, {"skip_connects"}, {{1}, {3}});
  toy.add("pets", "random", 0, {{10, "0"}, {20, "2"}});
  Report report = load(toy);
  const auto curves = make_curves(report, {5, false, {}, {}, {}}, CurveRule::step, {"skip_connects", "test_regret"});
  REQUIRE(curves.size() == 3);
  CHECK(curves[0].searcher == "darts");
  CHECK(curves[1].metric == "test_regret");
  CHECK(curves[2].searcher == "random");
}
