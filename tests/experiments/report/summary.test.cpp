#include "experiments/report/summary.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
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

std::vector<SummaryTable> summarise_toy(const ToyRuns& toy, const SummaryRequest& request = {}) {
  Report report = load(toy);
  return summarise(report, request);
}

const MetricSummary& metric_of(const SummaryTable& table, const std::string& metric, std::size_t searcher = 0) {
  const MetricSummary* found = table.searchers.at(searcher).find(metric);
  REQUIRE(found != nullptr);
  return *found;
}

double mean_of(const SummaryTable& table, const std::string& metric) {
  return metric_of(table, metric).statistics.mean;
}

}  // namespace

TEST_CASE("a summary says the table's figures of what each run chose in the end") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{40, "0"}, {80, "2"}, {110, "2"}});  // chose 2
  toy.add("pets", "random", 1, {{50, "1"}, {120, "4", "5"}});        // chose 5, not the incumbent 4
  toy.add("pets", "random", 2, {{60, "3"}, {130, "3", "", "failed"}, {140, "3", "", "worked"}});
  const auto tables = summarise_toy(toy);
  REQUIRE(tables.size() == 1);
  const SummaryTable& table = tables[0];
  CHECK(table.best_name == "pets.test@200/200");
  CHECK(table.best.value == 59);
  CHECK(table.best.index == 5);
  CHECK(mean_of(table, "test@200/200") == Approx((54.5 + 59 + 51.5) / 3));
  CHECK(mean_of(table, "valid@200/200") == Approx((44.5 + 49 + 41.5) / 3));
  CHECK(mean_of(table, "valid@12/12") == Approx((34.5 + 39 + 31.5) / 3));
  CHECK(mean_of(table, "test_regret") == Approx((4.5 + 0 + 7.5) / 3));
  CHECK(mean_of(table, "visible_regret") == Approx((4.5 + 0 + 7.5) / 3));
  CHECK(mean_of(table, "evaluations") == Approx((3 + 2 + 2) / 3.0));  // the row of its own work is none
  CHECK(mean_of(table, "seconds") == Approx((110 + 120 + 140) / 3.0));
  CHECK(metric_of(table, "test@200/200").metric_name == "pets.test@200/200");
  CHECK(metric_of(table, "visible_regret").metric_name == "regret of pets.valid@12/12");
}

TEST_CASE("at a time, evaluations that end then have finished and later ones have not") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{40, "0"}, {80, "2"}});
  toy.add("pets", "random", 1, {{50, "1"}, {120, "4"}});
  const auto tables = summarise_toy(toy, {{39.9, 40, 80, 1000}, {}});
  REQUIRE(tables.size() == 4);
  const auto count = [&](std::size_t i) { return metric_of(tables[i], "test@200/200").statistics.count; };
  CHECK(count(0) == 0);  // nothing has finished: no accuracy, but no evaluations either is a fact
  CHECK(std::isnan(mean_of(tables[0], "test@200/200")));
  CHECK(mean_of(tables[0], "evaluations") == 0);
  CHECK(metric_of(tables[0], "evaluations").statistics.count == 2);
  CHECK(count(1) == 1);
  CHECK(mean_of(tables[1], "test@200/200") == 53);
  CHECK(mean_of(tables[1], "evaluations") == 0.5);
  CHECK(count(2) == 2);
  CHECK(mean_of(tables[2], "test@200/200") == Approx((54.5 + 51.25) / 2));
  CHECK(mean_of(tables[2], "seconds") == 65);
  CHECK(mean_of(tables[3], "test@200/200") == Approx((54.5 + 56) / 2));
  CHECK(tables[3].at_seconds == 1000.0);
}

TEST_CASE("other data sets can be reported for what was found, and visible regret stays what the searcher saw") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{40, "0"}});
  const auto tables = summarise_toy(toy, {{}, {"cars", "pets", "cars"}});
  REQUIRE(tables.size() == 2);
  CHECK(tables[0].report_dataset == "pets");
  CHECK(tables[1].report_dataset == "cars");
  CHECK(tables[1].dataset == "pets");
  CHECK(mean_of(tables[1], "test@200/200") == 63);
  CHECK(metric_of(tables[1], "test@200/200").metric_name == "cars.test@200/200");
  CHECK(mean_of(tables[1], "test_regret") == 6);
  CHECK(metric_of(tables[1], "visible_regret").metric_name == "regret of pets.valid@12/12");
  CHECK_THROWS_WITH(summarise_toy(toy, {{}, {"car"}}), ContainsSubstring("'car'") && ContainsSubstring("cars"));
}

TEST_CASE("values that the table lacks are left out, counted and noted") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{40, "7"}});
  toy.add("pets", "random", 1, {{40, "0"}});
  Report report = load(toy);
  const auto tables = summarise(report, {});
  const MetricSummary valid = metric_of(tables[0], "valid@200/200");
  CHECK(valid.statistics.count == 1);
  CHECK(valid.statistics.mean == 43);
  CHECK(valid.missing == 1);
  CHECK(metric_of(tables[0], "test@200/200").statistics.count == 2);
  REQUIRE(report.notes.size() == 1);
  CHECK_THAT(report.notes[0], ContainsSubstring("pets/random: 1 of 2 runs") && ContainsSubstring("pets.valid@200/200"));
}

TEST_CASE("a table of another schedule is summarised by what its runs report") {
  const ToyRuns toy;
  NewTable other{"toy", {"0", "1"}, "", {}};
  other.columns.push_back({"pets.test@90/90", per_cent(), "", 90, 1, {10, 20}});
  other.columns.push_back({"pets.valid@90/90", per_cent(), "", 90, 1, {15, 12}});
  write_table(other, toy.root() / "other.table");
  std::string head = toy.head("pets", 0);
  for (const std::string old : {"@12/12", "@200/200"}) {
    while (head.find(old) != std::string::npos) head.replace(head.find(old), old.size(), "@90/90");
  }
  toy.write(toy.file("pets", "random", 0), head + ToyRuns::rows({{5, "0"}}) + "# end: budget\n");
  Report report = load_report({toy.runs(), (toy.root() / "other.table").string(), ""});
  report.notes.clear();
  const auto tables = summarise(report, {});
  CHECK(report.notes.empty());  // the usual ones are not missed
  CHECK(tables[0].searchers[0].find("test@200/200") == nullptr);
  CHECK(mean_of(tables[0], "test@90/90") == 10);
  CHECK(mean_of(tables[0], "test_regret") == 10);
  CHECK(mean_of(tables[0], "visible_regret") == 0);
}

TEST_CASE("JSON holds one object for each searcher, time, data set and metric, by the contract") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{40, "0"}});
  toy.add("pets", "evolution(population=20)", 0, {{40, "5"}});
  const auto json = nlohmann::json::parse(summary_json(summarise_toy(toy, {{10, 50}, {"cars"}})));
  REQUIRE(json.size() == 2 * 2 * 2 * 7);
  int seen = 0;
  for (const auto& object : json) {
    for (const char* key : {"searcher", "table", "dataset", "report_dataset", "at_seconds", "metric", "metric_name",
                            "runs", "mean", "sd", "median", "q25", "q75", "se"}) {
      REQUIRE(object.contains(key));
    }
    CHECK(object["table"] == "toy");
    CHECK(object["se"].is_null());  // of a single run
    if (object["searcher"] != "evolution(population=20)" || object["report_dataset"] != "cars") continue;
    if (object["metric"] != "test@200/200") continue;
    ++seen;
    CHECK(object["runs"] == (object["at_seconds"] == 50 ? 1 : 0));
    if (object["at_seconds"] == 50) CHECK(object["mean"] == 69);
    if (object["at_seconds"] == 10) CHECK(object["mean"].is_null());
  }
  CHECK(seen == 2);
  const auto at_end = nlohmann::json::parse(summary_json(summarise_toy(toy)));
  CHECK(at_end[0]["at_seconds"].is_null());
}

TEST_CASE("the text puts the best searcher first and names metrics in full") {
  const ToyRuns toy;
  toy.add("pets", "random", 0, {{40, "0"}});
  toy.add("pets", "random", 1, {{40, "0"}});
  toy.add("pets", "evolution", 0, {{40, "2"}});
  toy.add("pets", "local-search", 0, {{40, "4"}});
  const std::string text = summary_text(summarise_toy(toy));
  CHECK(text.find("local-search") < text.find("evolution"));
  CHECK(text.find("evolution") < text.find("random"));
  for (const char* part :
       {"pets on table toy", "budget 100 seconds", "pets.test", "@200/200 [%]", "@12/12 [%]", "53.00 ± 0.00", "54.50  ",
        "optimum: index 5", "59.00", "searchers saw pets.valid@12/12 (one training seed)"}) {
    CHECK_THAT(text, ContainsSubstring(part));
  }
  CHECK(text.find("NATS-Bench") == std::string::npos);  // nothing to compare with on this table
  CHECK_THAT(summary_text(summarise_toy(toy, {{10}, {}})), ContainsSubstring("0/2"));
}

TEST_CASE("summaries of random runs equal a second computation that walks every row") {
  const ToyRuns toy;
  Rng rng(3);
  std::vector<std::vector<ToyRow>> runs(30);
  for (std::size_t seed = 0; seed < runs.size(); ++seed) {
    double end = 0;
    for (std::uint32_t row = rng.below(12); row > 0; --row) {
      end += rng.below(5);
      const bool recommends = rng.below(3) == 0;
      runs[seed].push_back({end, std::to_string(rng.below(7)), recommends ? std::to_string(rng.below(7)) : ""});
    }
    toy.add("pets", "random", static_cast<int>(seed), runs[seed]);
  }
  const auto truth = ToyRuns::figures(50);
  std::vector<double> times;
  for (int at = 0; at <= 50; ++at) times.push_back(at);
  const auto tables = summarise_toy(toy, {times, {}});
  for (std::size_t i = 0; i < times.size(); ++i) {
    double sum = 0, count = 0, evaluations = 0;
    for (const auto& run : runs) {
      std::string choice;
      for (const ToyRow& row : run) {
        if (row.end > times[i]) continue;
        choice = row.recommended.empty() ? row.incumbent : row.recommended;
        ++evaluations;
      }
      if (choice.empty()) continue;
      sum += truth[std::stoul(choice)];
      ++count;
    }
    CHECK(metric_of(tables[i], "test@200/200").statistics.count == static_cast<std::size_t>(count));
    if (count > 0) CHECK(mean_of(tables[i], "test@200/200") == Approx(sum / count));
    CHECK(mean_of(tables[i], "evaluations") == Approx(evaluations / 30));
  }
}

TEST_CASE("a summary counts the epochs of searchers that train by themselves, and says columns of theirs when asked") {
  const ToyRuns toy;
  toy.add_own("pets", "darts", 0, {"skip_connects", "loss"}, {{1, 0.5}, {4, 0.25}, {6, 0.125}});
  toy.add_own("pets", "darts", 1, {"skip_connects", "loss"}, {{2, 0.5}, {3, 0.25}, {5, NAN}});
  toy.add("pets", "random", 0, {{10, "0"}, {20, "2"}});
  SummaryRequest request;
  request.columns = {"skip_connects", "loss"};
  const auto tables = summarise_toy(toy, request);
  REQUIRE(tables.size() == 1);
  CHECK(mean_of(tables[0], "epochs") == 3);
  CHECK(mean_of(tables[0], "skip_connects") == 5.5);
  CHECK(metric_of(tables[0], "loss").statistics.count == 1);
  CHECK(tables[0].searchers[1].find("epochs") == nullptr);
  const ToyRuns imported;
  imported.add("pets", "random", 0, {{10, "", "0", "worked"}, {20, "", "2", "worked"}});
  CHECK(summarise_toy(imported)[0].searchers[0].find("epochs") == nullptr);  // of a results.pth: evaluations
  CHECK(tables[0].searchers[1].find("skip_connects") == nullptr);
  request.at_seconds = {20};
  CHECK(mean_of(summarise_toy(toy, request)[0], "skip_connects") == 3.5);
  const std::string text = summary_text(tables);
  CHECK_THAT(text, ContainsSubstring("skip_connects") && ContainsSubstring("5.50 ± 0.50"));
  CHECK(text.find("0.0 ± 0.0") == std::string::npos);  // no evaluations
  request.columns = {"skips"};
  CHECK_THROWS_WITH(summarise_toy(toy, request), ContainsSubstring("unknown metric 'skips'"));
}
