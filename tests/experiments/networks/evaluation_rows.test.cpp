#include "experiments/networks/evaluation_rows.hpp"

#include "experiments/networks/trained_weights.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

using Row = std::vector<std::string>;

// A training of two epochs, of which the last is recorded on all images and the first on none.
TrialRecord made_up_trial(const std::string& dataset) {
  TrialRecord trial;
  trial.dataset = dataset;
  trial.epochs = 2;
  double figure = 10;
  for (const ImageSet set : kImageSets) {
    for (const Figure what : {Figure::loss, Figure::accuracy, Figure::top5}) {
      trial.at(set, what) = {{std::nan(""), figure++}, {false, true}};
    }
  }
  return trial;
}

EvaluatedCell cell_on(const std::string& dataset, const std::string& part, int channels = 4) {
  EvaluatedCell cell{6111, {.channels = channels, .cells = 5}, dataset, part};
  cell.quality = {0.25, 90.125, 99.5};
  cell.record = made_up_trial(dataset);
  return cell;
}

}  // namespace

TEST_CASE("What was computed stands above what the archive records of the same images") {
  const auto recorded = [](const std::string& dataset, const std::string& part) {
    const auto rows = evaluation_rows(cell_on(dataset, part));
    REQUIRE(rows.size() == 3);
    CHECK(rows[1] == Row{"computed", "0.2500", "90.12", "99.50"});
    return rows[2];
  };
  CHECK(recorded("cifar10", "train") == Row{"recorded (train, epoch 2)", "10.0000", "11.00", "12.00"});
  CHECK(recorded("cifar10", "test") == Row{"recorded (ori-test, epoch 2)", "19.0000", "20.00", "21.00"});
  CHECK(recorded("cifar10-valid", "valid") == Row{"recorded (x-valid, epoch 2)", "13.0000", "14.00", "15.00"});
  CHECK(recorded("cifar10-valid", "test")[0] == "recorded (ori-test, epoch 2)");
  CHECK(recorded("cifar100", "test") == Row{"recorded (x-test, epoch 2)", "16.0000", "17.00", "18.00"});
  CHECK(recorded("ImageNet16-120", "valid")[0] == "recorded (x-valid, epoch 2)");
}

TEST_CASE("Networks of the benchmark's size stand beside the table's figures, too") {
  const auto rows = evaluation_rows(cell_on("cifar10", "test", 16));
  REQUIRE(rows.size() == 5);
  CHECK(rows[3][0] == "nb201: cifar10.test@12/12");
  CHECK(rows[4] == Row{"nb201: cifar10.test@200/200", "", "94.37"});
}

TEST_CASE("Nothing recorded is shown for fewer or smaller images, other images, or what was not recorded") {
  EvaluatedCell fewer = cell_on("cifar10", "test", 16);
  fewer.all_images = false;
  CHECK(evaluation_rows(fewer).size() == 2);
  EvaluatedCell other = cell_on("cifar10", "test");
  other.record->dataset = "cifar10-valid";
  CHECK(evaluation_rows(other).size() == 2);
  EvaluatedCell unrecorded = cell_on("cifar10", "test");
  unrecorded.record->at(ImageSet::ori_test, Figure::accuracy) = {};
  CHECK(evaluation_rows(unrecorded).size() == 2);
  unrecorded.record.reset();
  CHECK(evaluation_rows(unrecorded).size() == 2);
}

TEST_CASE("An archive's figures are those of the network whose weights are read") {
  const auto archive = test::reference("data/formats/archive");
  if (archive.empty()) return;
  EvaluatedCell cell = cell_on("cifar100", "test");
  cell.record = read_trained_weights(archive, 3, {"200", "cifar100", 777}).record;
  const auto rows = evaluation_rows(cell);
  REQUIRE(rows.size() == 3);
  CHECK(rows[2][0] == "recorded (x-test, epoch 200)");
}

}  // namespace cellar
