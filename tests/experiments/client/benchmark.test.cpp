#include "experiments/client/benchmark.hpp"

#include <cmath>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/client/made_up_records.hpp"

namespace cellar {

namespace {

using test::MadeUpRecords;

const MadeUpRecords& made_up() {
  static const MadeUpRecords records(RecordSource::Kind::nats_bench);
  return records;
}

}  // namespace

TEST_CASE("a figure is the mean over all trials or that of one seed") {
  const Benchmark benchmark(made_up().table);
  CHECK(benchmark.value(1, {.dataset = "cifar10"}) == Approx(10 + 19 + 0.8325));
  CHECK(benchmark.value(1, {.dataset = "cifar10", .seed = 888}) == MadeUpRecords::accuracy(1, 19, 888));
  CHECK(benchmark.value(1, {.dataset = "cifar10", .epoch = 1, .seed = 888}) == MadeUpRecords::accuracy(1, 0, 888));
  CHECK(benchmark.value(1, {.dataset = "cifar10", .seed = 777, .figure = Figure::loss}) ==
        MadeUpRecords::accuracy(1, 19, 777) / 100);
}

TEST_CASE("valid of cifar10 is x-valid of cifar10-valid, whose trials are others") {
  const Benchmark benchmark(made_up().table);
  CHECK(benchmark.value(0, {.dataset = "cifar10", .set = "valid", .schedule = "less"}) == Approx(11 + 0.444));
}

TEST_CASE("a question without an answer says what there is") {
  const Benchmark benchmark(made_up().table);
  const auto ask = [&](const Question& question) { benchmark.value(0, question); };
  CHECK_THROWS_WITH(ask({.dataset = "cifar10", .set = "x-valid"}),
                    ContainsSubstring("cifar10 has no x-valid accuracy at epoch 20") &&
                        ContainsSubstring("sets recorded there: train, ori-test") &&
                        ContainsSubstring("for validation during search use cifar10-valid"));
  CHECK_THROWS_WITH(
      ask({.dataset = "cifar100", .set = "valid", .epoch = 3}),
      ContainsSubstring("sets recorded there: train, ori-test; x-valid is recorded after the last epoch"));
  CHECK_THROWS_WITH(ask({.dataset = "cifar11"}), ContainsSubstring("did you mean 'cifar10'"));
  CHECK_THROWS_WITH(ask({.dataset = "cifar10", .schedule = "12"}), ContainsSubstring("schedule 200 has it"));
  CHECK_THROWS_WITH(ask({.dataset = "cifar10", .schedule = "90"}), ContainsSubstring("12, 200"));
  CHECK_THROWS_WITH(ask({.dataset = "cifar10", .seed = 111}), ContainsSubstring("seeds: 777, 888"));
  CHECK_THROWS_WITH(ask({.dataset = "cifar10", .epoch = 21}), ContainsSubstring("allowed is 1 to 20"));
  CHECK_THROWS_WITH(ask({.dataset = "cifar10", .epoch = 0}), ContainsSubstring("epochs count from 1"));
  CHECK_THROWS_WITH(ask({.dataset = "cifar10", .set = "tests"}), ContainsSubstring("did you mean 'test'"));
  CHECK_THROWS_WITH(benchmark.value(3, {.dataset = "cifar10"}), ContainsSubstring("cell 3 is not in made-up"));
  CHECK_THROWS_WITH(benchmark.value(4, {.dataset = "cifar10"}), ContainsSubstring("allowed is 0 to 3"));
}

TEST_CASE("the best cells come first, the lowest index among equals, within the limits") {
  const Benchmark benchmark(made_up().table);
  const Question question{.dataset = "cifar10", .set = "valid", .schedule = "12"};
  CHECK(benchmark.best(question).index == 2);
  CHECK(benchmark.best(question, {.mflops = 20}).index == 1);
  const auto two = benchmark.best(question, {}, 2);
  REQUIRE(two.size() == 2);
  CHECK(two[1].index == 1);
  CHECK(benchmark.best(question, {}, 9).size() == 3);
  CHECK_THROWS_WITH(benchmark.best(question, {.mparams = 0.01}), "no cell is within the limits");
  CHECK_THROWS_AS(benchmark.best({.dataset = "cifar10", .set = "x-test"}), Error);
}

TEST_CASE("a column has NaN where nothing is recorded, and stays") {
  const Benchmark benchmark(made_up().table);
  const auto column = benchmark.column({.dataset = "cifar100"});
  REQUIRE(column.size() == 4);
  CHECK(column[2] == benchmark.value(2, {.dataset = "cifar100"}));
  CHECK(std::isnan(column[3]));
  CHECK(benchmark.column({.dataset = "cifar100"}).data() == column.data());
}

TEST_CASE("cells are found by spelling and by index") {
  const Benchmark benchmark(made_up().table);
  for (std::size_t index = 0; index < benchmark.size(); ++index)
    CHECK(benchmark.index(benchmark.architecture(index)) == index);
  CHECK(benchmark.index("2") == 2);
  CHECK_THROWS_AS(benchmark.index("4"), Error);
  CHECK_THROWS_AS(benchmark.index("foo"), Error);
}

TEST_CASE("trials are counted for every recorded cell") {
  const Benchmark benchmark(made_up().table);
  CHECK(benchmark.statistics("cifar10") == std::map<int, std::size_t>{{2, 3}});
  CHECK(benchmark.statistics("cifar10", "12") == std::map<int, std::size_t>{{0, 3}});
}

TEST_CASE("a simulated training costs its epochs and one validation, of one trial") {
  const Benchmark benchmark(made_up().table);
  const SimulatedTraining training = benchmark.simulate(1, "cifar10", "12", 4, 1);
  CHECK(training.seed == 777);
  CHECK(training.valid_accuracy == MadeUpRecords::accuracy(1, 3, 777));
  CHECK(training.seconds == 4 * 2 + 1);
  CHECK(training.latency_seconds == 0.0125);
  CHECK_THROWS_WITH(benchmark.simulate(1, "cifar100", "200", 4, 0),
                    ContainsSubstring("x-valid is recorded after the last epoch"));
}

TEST_CASE("costs of trials that were counted differently are those of seed 888") {
  const Benchmark benchmark(made_up().table);
  CHECK(benchmark.costs(1, "cifar10").mflops == 20.0);
  CHECK(benchmark.costs(1, "cifar10").epoch_seconds == 2.0);
}

TEST_CASE("the embedded table answers from its means") {
  const Benchmark benchmark(open_table(std::string(CELLAR_TABLES_DIR) + "/nb201.table"));
  CHECK(benchmark.best({.dataset = "cifar10"}).index == 6111);
  CHECK(benchmark.best({.dataset = "cifar100"}).index == 9930);
  CHECK(benchmark.best({.dataset = "ImageNet16-120"}).value == Approx(47.311).margin(0.001));
  CHECK(benchmark.value(0, {.dataset = "cifar10", .seed = 777}) == Approx(85.62));
  CHECK(benchmark.simulate(0, "cifar10", "12", 12, 0).seconds == Approx(12 * 7.221092999));
  CHECK_THROWS_WITH(benchmark.value(0, {.dataset = "cifar10", .set = "train"}), ContainsSubstring("cellar import"));
  CHECK_THROWS_WITH(benchmark.statistics("cifar10"), ContainsSubstring("cellar import"));
}

}  // namespace cellar
