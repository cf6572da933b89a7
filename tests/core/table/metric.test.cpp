#include "core/table/metric.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"

namespace cellar {

TEST_CASE("A metric's spelling reads back to the metric") {
  for (const std::string dataset : {"cifar10", "cifar10-valid", "ImageNet16-120", "my.own.set"}) {
    for (const Fidelity at : {Fidelity{1, 1}, Fidelity{12, 12}, Fidelity{4, 200}}) {
      for (const auto seed : {std::optional<int>(), std::optional<int>(0), std::optional<int>(777)}) {
        const Metric metric{dataset, {"valid", at}, seed};
        CHECK(parse_metric(format(metric)) == metric);
        CHECK(parse_measure(format(metric.measure)) == metric.measure);
      }
    }
  }
}

TEST_CASE("A metric's parts are data set, split, epoch, schedule and seed") {
  CHECK(parse_metric("cifar10.test@199/200.777") == Metric{"cifar10", {"test", {199, 200}}, 777});
  CHECK(format(Metric{"cifar100", {"valid", {12, 12}}, {}}) == "cifar100.valid@12/12");
}

TEST_CASE("Where the epochs are not known a metric has none") {
  CHECK(parse_metric("jigsaw.valid") == Metric{"jigsaw", {"valid", {}}, std::nullopt});
  CHECK(parse_metric("cifar10.test.2") == Metric{"cifar10", {"test", {}}, 2});
  CHECK(parse_measure("valtest") == Measure{"valtest", {}});
  CHECK(parse_metric_column("a.b.train")->first_epoch == 0);
  for (const char* text : {"jigsaw.valid", "cifar10.test.2", "a.b.valtest.777"})
    CHECK(format(parse_metric(text)) == text);
}

TEST_CASE("A metric with one thing wrong is refused with the right form") {
  for (const char* text : {"",
                           "cifar10",
                           "cifar10.loss",
                           "cifar10.test.x",
                           "cifar10.test.07",
                           ".test",
                           "test@12/12",
                           ".test@12/12",
                           "cifar10.@12/12",
                           "cifar10.test@",
                           "cifar10.test@12",
                           "cifar10.test@/12",
                           "cifar10.test@12/",
                           "cifar10.test@0/12",
                           "cifar10.test@13/12",
                           "cifar10.test@-1/12",
                           "cifar10.test@012/12",
                           "cifar10.test@12/12.",
                           "cifar10.test@12/12.x",
                           "cifar10.test@12/12.-1",
                           "cifar10.test@12/12.777.888",
                           "cifar10.test@12/12 ",
                           "cifar10.test@1-12/12",
                           "a/b.test@12/12",
                           "..test@12/12",
                           "cifar10.te st@12/12",
                           "cifar10.test@12@12/12",
                           "cifar10.test@99999999999/99999999999",
                           "cifar10.test@12/2000000000"}) {
    CAPTURE(text);
    CHECK_THROWS_WITH(parse_metric(text), ContainsSubstring("DATASET.SPLIT@EPOCH/SCHEDULE[.SEED]"));
  }
  for (const char* text : {"", "loss", "valid12", "valid@12", "@12/12", "c.valid@12/12", "valid@1-2/2"}) {
    CAPTURE(text);
    CHECK_THROWS_WITH(parse_measure(text), ContainsSubstring("such as valid@12/12"));
  }
  CHECK_THROWS_WITH(parse_measure("valid@12/12.777"), ContainsSubstring("single training seed; write valid@12/12 for"));
  CHECK_THROWS_WITH(parse_measure("valid.777"), ContainsSubstring("single training seed; write valid for"));
}

TEST_CASE("A curve's name holds its first and last epoch") {
  const auto curve = parse_metric_column("cifar10.valid@1-199/200.777");
  REQUIRE(curve);
  CHECK(curve->first_epoch == 1);
  CHECK(curve->last == Metric{"cifar10", {"valid", {199, 200}}, 777});
  CHECK(parse_metric_column("cifar10.valid@12/12")->first_epoch == 12);
  for (const char* name : {"cifar10.params", "cifar10.valid@2-1/200", "cifar10.valid@0-1/200", "cifar10.valid@5-5/200",
                           "cifar10.valid@1-201/200", "cifar10.valid@1-/200", "cifar10.valid@-2/200"}) {
    CAPTURE(name);
    CHECK_FALSE(parse_metric_column(name));
  }
}

}  // namespace cellar
