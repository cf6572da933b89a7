#include "experiments/report/truth.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"

using namespace cellar;

TEST_CASE("the metrics that a trace names are found among the words about them") {
  const auto observed =
      named_metrics("cifar10-valid.valid@12/12 (mean of 2 seeds (111, 777); not cifar10.valid@4/12, as it were)");
  REQUIRE(observed.size() == 1);
  CHECK(format(observed[0]) == "cifar10-valid.valid@12/12");
  const auto reported = named_metrics("cifar10-valid.valid@200/200, cifar10.test@200/200");
  REQUIRE(reported.size() == 2);
  CHECK(format(reported[1]) == "cifar10.test@200/200");
  CHECK(named_metrics("nothing").empty());
  CHECK(named_metrics("").empty());
  CHECK_THROWS_AS(named_metrics("cifar10.test@x"), Error);
}
