#include "experiments/show/facts.hpp"

#include <cmath>

#include "space/nb201.hpp"
#include "tests/catch.hpp"

using namespace cellar;

TEST_CASE("Spearman's correlation is 1 for any growing function, -1 for any falling one, and shares tied ranks") {
  CHECK(spearman({1, 2, 3, 10}, {1, 4, 9, 100}) == Approx(1));
  CHECK(spearman({1, 2, 3, 10}, {5, 4, 3, -1}) == Approx(-1));
  // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4, written out: 4.5 / sqrt(4.5 · 5).
  CHECK(spearman({1, 2, 2, 3}, {1, 3, 2, 4}) == Approx(4.5 / std::sqrt(22.5)));
  CHECK(spearman({1, 2, NAN, 3}, {1, 2, 0, 3}) == Approx(1));
}

TEST_CASE("The facts of the embedded table are NAS-Bench-201's landmarks") {
  const std::string facts = table_facts(open_table(CELLAR_TABLES_DIR "/nb201.table"), Nb201());
  for (const char* const landmark :
       {"6466 unique",
        "12751 without",
        "15284 connect",
        "cifar10.test@200/200: 94.373 % at 6111",
        "cifar100.test@200/200: 73.513 % at 9930",
        "ImageNet16-120.test@200/200: 47.311 % at 857",
        "cifar10-valid.valid@12/12 and cifar10.test@200/200: 0.772 (0.50",
        "cifar100.valid@12/12 and cifar100.test@200/200: 0.825 (0.43",
        "ImageNet16-120.valid@12/12 and ImageNet16-120.test@200/200: 0.818 (0.30",
        "cifar10-valid.valid@200/200 and cifar10.test@200/200: 0.984",
        "is 13714, worth 91.50 % valid, 94.37 % test",
        "is 10165, worth 72.96 % valid, 72.28 % test",
        "is 13714, worth 73.31 % valid, 73.09 % test",
        "is 2581, worth 46.32 % valid, 46.48 % test",
        "1 %: 10.00, 10 %: 79.58, 25 %: 87.62, 50 %: 90.75, 75 %: 92.19, 90 %: 92.93, 99 %: 93.77",
        "1 %: 1.00, 10 %: 47.71, 25 %: 59.24, 50 %: 65.29, 75 %: 67.88, 90 %: 69.48, 99 %: 71.13",
        "1 %: 0.83, 10 %: 18.90, 25 %: 29.48, 50 %: 36.39, 75 %: 40.18, 90 %: 42.91, 99 %: 45.39",
        "within 1.0 point of the best: 3.7",
        "within 1.0 point of the best: 0.14",
        "within 1.0 point of the best: 0.19"}) {
    INFO(facts);
    CHECK_THAT(facts, ContainsSubstring(landmark));
  }
}
