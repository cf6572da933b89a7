#include "experiments/report/published.hpp"

#include <cmath>

#include "tests/catch.hpp"

using namespace cellar;

TEST_CASE("published figures are those of the papers") {
  // NATS-Bench: REA on CIFAR-100, valid 72.28 ± .95, test 72.23 ± .84.
  const auto rea = find_published("evolution", "cifar100", "cifar100", 40000);
  REQUIRE(rea.size() == 2);
  CHECK(rea[0].source == "NATS-Bench");
  CHECK(rea[0].valid.mean == 72.28);
  CHECK(rea[0].valid.sd == 0.95);
  CHECK(rea[0].test.mean == 72.23);
  CHECK(rea[0].test.sd == 0.84);
  CHECK(rea[1].source == "re-simulated");
  CHECK(rea[1].test.mean == 72.25);
  // NATS-Bench: random search on ImageNet16-120, test 45.28 ± .97.
  CHECK(find_published("random", "ImageNet16-120", "ImageNet16-120", 120000)[0].test.mean == 45.28);
  // NAS-Bench-201, Table 5: REINFORCE searched on CIFAR-10, reported on ImageNet16-120, test 45.24 ± 1.18.
  const auto table5 = find_published("reinforce", "cifar10", "ImageNet16-120", 12000);
  REQUIRE(table5.size() == 2);
  CHECK(table5[0].source == "NAS-Bench-201");
  CHECK(table5[0].test.mean == 45.24);
  CHECK(table5[0].test.sd == 1.18);
  CHECK(std::isnan(table5[1].test.sd));
  CHECK(find_published("local-search", "cifar10", "cifar10", 20000)[0].test.mean == 94.25);
}

TEST_CASE("figures are only compared with the same searcher, data sets and budget") {
  CHECK(find_published("evolution(population=20)", "cifar10", "cifar10", 20000).empty());
  CHECK(find_published("evolution", "cifar10", "cifar10", 20001).empty());
  CHECK(find_published("evolution", "cifar10", "cifar100", 20000).empty());
  CHECK(find_published("evolution", "cifar100", "cifar10", 40000).empty());
}

TEST_CASE("every published result is a possible one and names its source") {
  CHECK(published_results().size() == 3 * (8 + 7));
  for (const PublishedResult& result : published_results()) {
    CHECK(result.test.mean > 40);
    CHECK(result.test.mean < 94.38);  // the optimum of CIFAR-10
    CHECK(result.valid.mean < 91.62);
    CHECK_FALSE(source_text(result.source).empty());
  }
}
