#include "experiments/checkpoint/checkpoint_facts.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/checkpoint/checkpoints.hpp"

namespace cellar {

TEST_CASE("The cells of a checkpoint come with their index, skip connections, what was seen and the truth") {
  const test::TemporaryFolder folder;
  const Judge judge = test::nb201_judge();
  const CellTruth truth(judge.table, "cifar10");
  const auto checkpoint =
      test::read_back(test::checkpoint_of({test::kAllConv, test::kAllSkip}, test::kFlatAlphas), folder);
  const auto cells = judged_cells(checkpoint, judge, truth);
  REQUIRE(cells.size() == 3);
  CHECK(cells[0].epoch == "begin");
  CHECK(std::isnan(cells[0].seen));
  CHECK(cells[1].index == 1462);  // landmarks of the space
  CHECK(cells[1].skip_connects == 0);
  CHECK(cells[1].seen == 50);
  CHECK(cells[2].index == 1835);
  CHECK(cells[2].skip_connects == 6);
  CHECK(cells[2].truth.test == truth.of(1835).test);
}

TEST_CASE("The softmax of each row adds up to 1 and keeps its order, however large the alphas are") {
  const auto rows = softmax({{0, 0, 0, 0, 0}, {1000, 0, -1000, 999, 0}});
  for (const auto& row : rows) {
    double sum = 0;
    for (const double value : row) sum += value;
    CHECK(sum == Approx(1));
  }
  CHECK(rows[0][2] == Approx(0.2));
  CHECK(rows[1][0] / rows[1][3] == Approx(std::exp(1.0)));
}

TEST_CASE("Text and JSON of a checkpoint hold its searcher, epochs, cells and alphas") {
  const test::TemporaryFolder folder;
  const Judge judge = test::nb201_judge();
  const CellTruth truth(judge.table, "cifar10");
  std::vector<float> alphas(30, 0.0F);
  alphas[5 + 1] = 1.5F;  // edge 2<-0, skip_connect
  const auto checkpoint = test::read_back(test::checkpoint_of({test::kAllSkip}, alphas), folder);
  const std::string text = checkpoint_text(checkpoint, judge, truth);
  for (const char* part : {"darts-v1 (DARTS, first order), 1 epochs finished, cifar10, seed 777",
                           "0       1835      6     50.00      39.77     54.30   40.08  15231", "(1.5000)*"}) {
    CHECK_THAT(text, ContainsSubstring(part));
  }
  const auto json = checkpoint_json(checkpoint, judge, truth);
  CHECK(json["algorithm"] == "darts-v1");
  CHECK(json["cells"][1]["index"] == 1835);
  CHECK(json["cells"][1]["cifar10"]["rank"] == truth.of(1835).rank);
  CHECK(json["alphas"][1][1] == 1.5);
}

TEST_CASE("A cell of another space is refused by file, epoch and reason") {
  const test::TemporaryFolder folder;
  const Judge judge = test::nb201_judge();
  const auto checkpoint = test::read_back(test::checkpoint_of({"|sep_conv_3x3~0|"}, test::kFlatAlphas), folder);
  CHECK_THROWS_WITH(judged_cells(checkpoint, judge, CellTruth(judge.table, "cifar10")),
                    ContainsSubstring("a.pth: the cell of epoch 0 is no cell of nb201: "));
}

}  // namespace cellar
