#include "experiments/checkpoint/imported_trace.hpp"

#include "core/errors.hpp"
#include "experiments/report/curve.hpp"
#include "experiments/report/trace_reader.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/checkpoint/checkpoints.hpp"

namespace cellar {

namespace {

RunTrace parsed(const ImportedTrace& trace) { return parse_trace(trace.text, trace.place.string())->run; }

}  // namespace

TEST_CASE("A checkpoint becomes a trace that recommends each epoch's cell at the epoch's end") {
  const test::TemporaryFolder folder;
  const Judge judge = test::nb201_judge();
  const auto checkpoint =
      test::read_back(test::checkpoint_of({test::kAllConv, test::kAllSkip}, test::kFlatAlphas), folder);
  ImportRequest request;
  request.epoch_seconds = 12.5;
  const ImportedTrace trace = import_trace(checkpoint, judge, request);
  CHECK(trace.place == "cifar10/darts-v1/seed-000777.csv");
  const RunTrace run = parsed(trace);
  CHECK(run.complete);
  CHECK(run.end_seconds == std::vector<double>{12.5, 25});
  CHECK(run.choice == std::vector<std::uint32_t>{1462, 1835});
  for (const char* part :
       {"# setting price: 12.5 s an epoch (--epoch-seconds)\n", ",tag,skip_connects,valid_accuracy\n",
        "0,worked,0,0,12.5,,,,,,,12.5,1462,0,0,50\n", "1835,0,6,51\n"}) {
    CHECK_THAT(trace.text, ContainsSubstring(part));
  }
}

TEST_CASE("Without a price an epoch is charged the mean training epoch of the table's cells, and the head says so") {
  const test::TemporaryFolder folder;
  const Judge judge = test::nb201_judge();
  const auto checkpoint = test::read_back(test::checkpoint_of({test::kAllConv}, test::kFlatAlphas), folder);
  const ImportedTrace trace = import_trace(checkpoint, judge, {});
  const ColumnView seconds = *judge.table->find("cifar10-valid.epoch_seconds");
  double sum = 0;
  for (std::size_t i = 0; i < seconds.size(); ++i) sum += seconds[i];
  CHECK(parsed(trace).end_seconds[0] == Approx(sum / 15625).margin(0.005001));
  CHECK_THAT(trace.text, ContainsSubstring("an epoch: checkpoints record no time"));
}

TEST_CASE("Random search with shared weights is not imported under the name of random search") {
  const test::TemporaryFolder folder;
  const auto checkpoint =
      test::read_back(test::checkpoint_of({test::kAllConv}, test::kFlatAlphas, 1, "random"), folder);
  CHECK(import_trace(checkpoint, test::nb201_judge(), {}).place == "cifar10/rsps/seed-000001.csv");
}

TEST_CASE("The runs of a results file become traces whose folders tell searcher, data set and budget") {
  const Judge judge = test::nb201_judge();
  const std::vector<MultiTrialRun> runs = {{0, {6111, 6111, 3}, {1.5, 3, 4.25}}, {1, {7}, {2}}};
  const auto traces = import_traces(runs, "output/cifar100-T40000/R-EA-SS3/results.pth", judge, {});
  REQUIRE(traces.size() == 2);
  CHECK(traces[1].place == "cifar100/evolution/seed-000001.csv");
  CHECK_THAT(traces[0].text, ContainsSubstring("# setting budget: 40000 seconds\n"));
  CHECK(parsed(traces[0]).choice == std::vector<std::uint32_t>{6111, 6111, 3});
  CHECK(parsed(traces[0]).end_seconds == std::vector<double>{1.5, 3, 4.25});
  ImportRequest named;
  named.dataset = "cifar10";
  named.searcher = "mine";
  CHECK(import_traces(runs, "results.pth", judge, named)[0].place == "cifar10/mine/seed-000000.csv");
  CHECK_THROWS_WITH(import_traces(runs, "a/b/results.pth", judge, {}), ContainsSubstring("give --dataset"));
  named.searcher = "../x";
  CHECK_THROWS_WITH(import_traces(runs, "results.pth", judge, named), ContainsSubstring("cannot be the name"));
  named.searcher.clear();
  CHECK_THROWS_WITH(import_traces(runs, "a/b/results.pth", judge, named), ContainsSubstring("give --searcher"));
  CHECK_THROWS_WITH(import_traces({{0, {15625}, {1}}}, "cifar10-T20000/BOHB/results.pth", judge, {}),
                    ContainsSubstring("index 15625 is outside of table nb201"));
}

}  // namespace cellar
