#include "experiments/report/plot.hpp"

#include <iostream>
#include <string>

#include "core/errors.hpp"
#include "experiments/report/gnuplot.hpp"
#include "experiments/report/plot_axes.hpp"
#include "experiments/report/text_table.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/report/toy_runs.hpp"

using namespace cellar;
using cellar::test::ToyRuns;

namespace {

void add_runs(const ToyRuns& toy) {
  for (int seed = 0; seed < 4; ++seed) {
    for (const std::string dataset : {"pets", "cars"}) {
      toy.add(dataset, "random", seed, {{10, "1"}, {30.0 + seed, "2"}, {100, "4"}});
      toy.add(dataset, "it's_{odd}^2", seed, {{12, "3"}, {50.0 + seed, "4"}, {100, "5"}});
    }
  }
}

Report load(const ToyRuns& toy) { return load_report({toy.runs(), "", toy.root().string()}); }

bool has_gnuplot() {
  try {
    run_gnuplot("");
    return true;
  } catch (const Error&) {
    std::cout << "SKIPPED: no gnuplot\n";
    return false;
  }
}

}  // namespace

TEST_CASE("a plot has one panel for each data set, in which a searcher has the same style") {
  const ToyRuns toy;
  add_runs(toy);
  Report report = load(toy);
  const auto panels = make_panels(report, {});
  REQUIRE(panels.size() == 2);
  for (const PlotPanel& panel : panels) {
    REQUIRE(panel.lines.size() == 2);
    CHECK(panel.lines[0].curve.searcher == "it's_{odd}^2");  // it ends higher
    CHECK(panel.lines[0].style == 0);
    CHECK(panel.lines[1].style == 1);
  }
  CHECK(panels[0].y_label == "cars.test@200/200 [%]");
  CHECK(panels[0].optimum == 69.0);
  CHECK_THAT(panels[0].title, ContainsSubstring("mean of 4 runs"));
  CHECK(panels[0].observed == "cars.valid@12/12");
}

TEST_CASE("a data set or metric that is not there is refused by name") {
  const ToyRuns toy;
  add_runs(toy);
  Report report = load(toy);
  PlotRequest request;
  request.dataset = "pet";
  CHECK_THROWS_WITH(make_panels(report, request), ContainsSubstring("'pet'") && ContainsSubstring("pets"));
  request.dataset = "pets";
  CHECK(make_panels(report, request).size() == 1);
  request.metrics = {"test_regrets"};
  CHECK_THROWS_WITH(make_panels(report, request),
                    ContainsSubstring("'test_regrets'") && ContainsSubstring("visible_regret"));
}

TEST_CASE("the kind of a picture is its file's ending") {
  CHECK(plot_kind("a/b.svg") == PlotTarget::Kind::svg);
  CHECK(plot_kind("b.png") == PlotTarget::Kind::png);
  CHECK(plot_kind("b.pdf") == PlotTarget::Kind::pdf);
  CHECK_THROWS_WITH(plot_kind("b.jpg"), ContainsSubstring("'b.jpg'") && ContainsSubstring(".svg, .png or .pdf"));
}

TEST_CASE("the value axis reaches the optimum and hides the first steep steps") {
  PlotPanel panel;
  panel.optimum = 94;
  Curve curve{"pets", "random", "test@200/200", {}};
  for (int i = 0; i < 100; ++i) curve.points.push_back({i + 1.0, describe({i < 10 ? 10.0 : 90 + i / 50.0})});
  panel.lines.push_back({curve, 0});
  const AxisRange range = value_range(panel, false);
  CHECK(range.low > 89);
  CHECK(range.low < 91);
  CHECK(range.high > 94);
  CHECK(range.high < 95);
}

TEST_CASE("the value axis shows a searcher that gets worse in the end") {
  PlotPanel panel;
  panel.optimum = 94;
  Curve accuracy{"pets", "darts", "test@200/200", {}};
  Curve regret{"pets", "darts", "test_regret", {}};
  for (int i = 0; i < 100; ++i) {
    const double value = i < 90 ? 92 : 54;
    accuracy.points.push_back({i + 1.0, describe({value})});
    regret.points.push_back({i + 1.0, describe({94 - value})});
  }
  panel.lines.push_back({accuracy, 0});
  CHECK(value_range(panel, false).low < 54);
  panel.lines.front().curve = regret;
  panel.kind = CurveMetric::Kind::regret;
  CHECK(value_range(panel, false).high > 40);
}

TEST_CASE("the value axis shows what comes back after the first steep steps") {
  PlotPanel panel;
  panel.kind = CurveMetric::Kind::regret;
  Curve regret{"pets", "darts", "test_regret", {}};
  for (int i = 0; i < 100; ++i) regret.points.push_back({i + 1.0, describe({i < 10 ? 80.0 : i == 20 ? 30.0 : 2.0})});
  panel.lines.push_back({regret, 0});
  CHECK(value_range(panel, false).high == Approx(33));
}

TEST_CASE("tics of a logarithmic axis are 1, 2 and 5 times the powers of ten") {
  const std::string tics = log_tics('x', {150, 20000});
  for (const char* tic : {"'200' 200", "'500' 500", "'1,000' 1000", "'20,000' 20000", "'' 300 1"}) {
    CHECK_THAT(tics, ContainsSubstring(tic));
  }
  CHECK(tics.find("'100'") == std::string::npos);
  CHECK_THAT(log_tics('y', {0.05, 3}), ContainsSubstring("set ytics") && ContainsSubstring("'0.1' 0.1"));
}

TEST_CASE("tics of a linear axis are round, with commas") {
  const std::string tics = linear_tics('x', {1300, 20000});
  for (const char* tic : {"'5,000' 5000", "'10,000' 10000", "'20,000' 20000"}) CHECK_THAT(tics, ContainsSubstring(tic));
  CHECK_THAT(linear_tics('y', {0.1, 0.9}), ContainsSubstring("set ytics") && ContainsSubstring("'0.4' 0.4"));
}

TEST_CASE("more searchers than a legend has room for stand beside the curves, without bands") {
  const ToyRuns toy;
  for (int i = 0; i < 7; ++i) toy.add("pets", "searcher-" + std::to_string(i), 0, {{10, "0"}, {20, "2"}});
  Report report = load(toy);
  CHECK(band_of(report, {}) == PlotBand::none);
  PlotRequest asked;
  asked.band = PlotBand::sd;
  CHECK(band_of(report, asked) == PlotBand::sd);
  const std::string script = plot_script(make_panels(report, {}), {true, false, band_of(report, {})}, {});
  CHECK_THAT(script, ContainsSubstring("set key outside"));
  CHECK(script.find("filledcurves") == std::string::npos);
}

TEST_CASE("several metrics are panels below each other, of the table and of the searcher's own") {
  const ToyRuns toy;
  toy.add_own("pets", "darts", 0, {"skip_connects", "alpha_1_0_none", "alpha_1_0_skip"},
              {{2, 0.1, 0.2}, {5, 0.3, 0.4}});
  toy.add("pets", "random", 0, {{10, "0"}, {20, "2"}});
  Report report = load(toy);
  PlotRequest request;
  request.metrics = {"regret", "skip_connects", "alpha_1_0_*"};
  request.grid.axis = Axis::epochs;
  const auto panels = make_panels(report, request);
  REQUIRE(panels.size() == 3);
  CHECK(panels[0].kind == CurveMetric::Kind::regret);
  CHECK(panels[0].lines.size() == 2);
  CHECK(panels[0].x_label == "epochs of training");
  REQUIRE(panels[1].lines.size() == 1);  // the other has none
  CHECK(panels[1].kind == CurveMetric::Kind::own);
  CHECK(panels[1].lines[0].title == "darts");
  CHECK(panels[1].lines[0].curve.points.back().statistics.mean == 5);
  CHECK(panels[1].y_label == "skip_connects");
  REQUIRE(panels[2].lines.size() == 2);
  CHECK(panels[2].lines[0].title == "darts alpha_1_0_skip");  // it ends higher
  CHECK(panels[2].lines[0].style != panels[2].lines[1].style);
  CHECK(panels[2].y_label == "alpha_1_0_*");
  PlotStyle style{false, true, PlotBand::none, 1};
  const std::string script = plot_script(panels, style, {});
  CHECK_THAT(script, ContainsSubstring("\nset origin 0,0\n"));  // the last one
  const auto count = [&](const std::string& text) {
    std::size_t found = 0;
    for (std::size_t at = script.find(text); at != std::string::npos; at = script.find(text, at + 1)) ++found;
    return found;
  };
  CHECK(count("\nset logscale y") == 1);  // of the regret
  CHECK(count("unset key") == 1);         // of the panel whose lines the first one has named
  CHECK(count("set xlabel 'epochs of training'") == 1);
}

TEST_CASE("a metric that no searcher has on a data set is refused by name, with the families of columns") {
  const ToyRuns toy;
  std::vector<std::string> columns;
  std::vector<double> row;
  for (int i = 0; i < 8; ++i) {
    columns.push_back("alpha_" + std::to_string(i));
    row.push_back(i);
  }
  toy.add_own("pets", "darts", 0, columns, {row});
  Report report = load(toy);
  PlotRequest request;
  request.metrics = {"alphas"};
  CHECK_THROWS_WITH(make_panels(report, request), ContainsSubstring("unknown metric of pets 'alphas'") &&
                                                      ContainsSubstring("visible_regret, alpha_*)"));
}

TEST_CASE("the legend stands in the corner where the fewest points lie") {
  PlotPanel panel;
  panel.kind = CurveMetric::Kind::regret;
  const auto add = [&](double from, double to) {
    Curve curve{"pets", "random", "test_regret", {}};
    for (int i = 0; i <= 10; ++i)
      curve.points.push_back({static_cast<double>(i), describe({from + (to - from) * i / 10})});
    panel.lines.push_back({curve, 0, "random"});
  };
  const auto corner = [&] { return emptiest_corner(panel, false, {0, 10}, {0, 1}); };
  add(0.9, 0.1);
  CHECK(corner() == "right top");
  add(0.9, 0.9);
  CHECK(corner() == "left bottom");
  add(0.1, 0.1);
  add(0.1, 0.1);
  CHECK(corner() == "right top");
}

TEST_CASE("the value axis shows all of a column") {
  PlotPanel panel;
  panel.kind = CurveMetric::Kind::own;
  Curve curve{"pets", "darts", "skip_connects", {{1, describe({0.0, 1.0})}, {2, describe({6.0})}, {3, describe({})}}};
  panel.lines.push_back({curve, 0, "darts"});
  CHECK(value_range(panel, false).low == Approx(0.25 - 0.345));
  CHECK(value_range(panel, false).high == Approx(6 + 0.345));
  for (CurvePoint& point : panel.lines[0].curve.points) point.statistics = describe({3.0});
  CHECK(value_range(panel, false).low < 3);
  CHECK(value_range(panel, false).high > 3);
}

TEST_CASE("gnuplot draws pictures of all kinds, whatever searchers are called") {
  if (!has_gnuplot()) return;
  const ToyRuns toy;
  add_runs(toy);
  for (const std::string metric : {"test@200/200", "test_regret", "visible_regret"}) {
    PlotRequest request;
    request.metrics = {metric};
    Report report = load(toy);
    const auto panels = make_panels(report, request);
    const PlotStyle style{true, metric == "test_regret", PlotBand::sd};
    const std::string svg = run_gnuplot(plot_script(panels, style, {PlotTarget::Kind::svg}));
    CHECK(svg.find("<svg") != std::string::npos);
    CHECK(svg.find("it's_{odd}^2") != std::string::npos);
    CHECK(svg.find("searchers saw cars.valid@12/12") != std::string::npos);
    CHECK(run_gnuplot(plot_script(panels, style, {PlotTarget::Kind::png})).starts_with("\x89PNG"));
    CHECK(run_gnuplot(plot_script(panels, style, {PlotTarget::Kind::pdf})).starts_with("%PDF"));
    const std::string text = run_gnuplot(plot_script(panels, style, {PlotTarget::Kind::terminal, 70, 20}));
    CHECK_THAT(text, ContainsSubstring("simulated time [s]"));
  }
}

TEST_CASE("a gnuplot that is missing or fails gets one line") {
  CHECK_THROWS_WITH(run_gnuplot("", "no-such-gnuplot"), ContainsSubstring("gnuplot-nox"));
  CHECK_THROWS_WITH(run_gnuplot("", "false"), ContainsSubstring("gnuplot failed: status 1"));
  if (!has_gnuplot()) return;
  CHECK_THROWS_WITH(run_gnuplot("plot nonsense("), ContainsSubstring("gnuplot failed: "));
}

TEST_CASE("quoted text holds nothing that gnuplot would read") {
  CHECK(gnuplot_quoted("it's") == "'it''s'");
  CHECK(gnuplot_quoted("a\nb\\n`ls`") == "'a b\\n`ls`'");
}

TEST_CASE("text tables line up by characters, not bytes") {
  CHECK(text_table({{"a", "1 ± 2", "x"}, {"bcd", "10 ± 20"}}) == "a      1 ± 2  x\nbcd  10 ± 20\n");
}
