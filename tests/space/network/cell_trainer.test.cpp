#include "space/network/cell_trainer.hpp"

#include <cmath>
#include <optional>

#include "core/errors.hpp"
#include "core/formats/torch/tensor_file.hpp"
#include "space/nb201.hpp"
#include "space/network/cell_evaluation.hpp"
#include "space/network/checks/comparison.hpp"
#include "space/network/device.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/space/network/toy_cell_images.hpp"

namespace cellar {

namespace {

using network::CellTrainer;
using network::CellTrainerOptions;

constexpr CellTrainerOptions kSmall{.channels = 4, .cells = 1, .epochs = 4, .batch = 16};
constexpr std::uint64_t kCell = 11'111;

CellTrainer make_trainer(const CellTrainerOptions& options = kSmall, const Resources& resources = {},
                         std::uint64_t seed = 1) {
  return {Nb201().at(kCell), test::toy_cell_images(), options, seed, resources};
}

Resources on(const std::string& device) {
  Resources resources;
  resources.device = device;
  return resources;
}

std::string state_of(const CellTrainer& trainer) {
  const test::TemporaryFolder folder;
  trainer.save(folder / "state");
  return test::read_file(folder / "state");
}

}  // namespace

TEST_CASE("A trained cell learns images that it is not trained on, and says so of each part") {
  CellTrainerOptions longer = kSmall;
  longer.epochs = 12;
  CellTrainer trainer = make_trainer(longer);
  CHECK_FALSE(trainer.finished());
  while (!trainer.finished()) trainer.train_epoch();
  REQUIRE(trainer.results().size() == 12);
  const network::EpochResult& last = trainer.results().back();
  REQUIRE(last.evaluated.size() == 2);  // valid, test
  for (const network::Quality& quality : last.evaluated) CHECK(quality.top1 > 80);
  CHECK(last.train.top1 > trainer.results().front().train.top1);
  CHECK(trainer.results().front().learning_rate == 0.1);
  CHECK(trainer.costs() == nb201::network_costs(Nb201().at(kCell), {4, 1, 3, 8}));
}

TEST_CASE("A trainer that is saved and loaded after any epoch ends with the same bytes") {
  const test::TemporaryFolder folder;
  CellTrainer undisturbed = make_trainer();
  make_trainer().save(folder / "state");
  while (!undisturbed.finished()) {
    CellTrainer next = make_trainer();
    next.load(folder / "state");
    next.train_epoch();
    next.save(folder / "state");
    undisturbed.train_epoch();
    CHECK(test::read_file(folder / "state") == state_of(undisturbed));
  }
}

TEST_CASE("Trainings of other seeds differ") {
  CellTrainer one = make_trainer(), same = make_trainer(), other = make_trainer(kSmall, {}, 2);
  for (CellTrainer* trainer : {&one, &same, &other}) trainer->train_epoch();
  CHECK(state_of(one) == state_of(same));
  CHECK(one.results()[0].train.loss != other.results()[0].train.loss);
}

TEST_CASE("Weights that are written answer as the trained network does") {
  const test::TemporaryFolder folder;
  CellTrainer trainer = make_trainer({.channels = 4, .cells = 2, .epochs = 1, .batch = 16});
  trainer.train_epoch();
  trainer.save_weights(folder / "weights.pt");
  const auto weights = read_tensors(folder / "weights.pt");
  const auto images = test::toy_cell_images();
  for (std::size_t part = 1; part < images->parts.size(); ++part) {
    const network::Quality right = trainer.results()[0].evaluated[part - 1];
    for (const int batch : {16, 7, 1000}) {
      const network::Quality quality =
          network::evaluate_cell(Nb201().at(kCell), {"w.pt", weights}, *images, images->parts[part].name, batch, {});
      CHECK(quality.loss == Approx(right.loss).epsilon(1e-5));
      CHECK(quality.top1 == right.top1);
    }
  }
}

TEST_CASE("A trainer that is to stop throws Stopped") {
  std::stop_source stop;
  Resources resources;
  resources.stop = stop.get_token();
  CellTrainer trainer = make_trainer(kSmall, resources);
  trainer.train_epoch();
  stop.request_stop();
  CHECK_THROWS_AS(trainer.train_epoch(), Stopped);
  CHECK(trainer.results().size() == 1);
}

// On the CPU without oneDNN, whose layout and kernels are others.
TEST_CASE("A training is the same on every device that is here, but for rounding") {
  CellTrainer expected = make_trainer();
  expected.train_epoch();
  for (const std::string& device : network::available_devices()) {
    std::optional<network::ReferenceKernels> other_kernels;
    if (device == "cpu") other_kernels.emplace();
    CellTrainer trainer = make_trainer(kSmall, on(device));
    trainer.train_epoch();
    other_kernels.reset();
    CAPTURE(device);
    CHECK(trainer.results()[0].train.loss == Approx(expected.results()[0].train.loss).epsilon(1e-3));
    for (std::size_t part = 0; part < expected.results()[0].evaluated.size(); ++part) {
      const double loss = expected.results()[0].evaluated[part].loss;
      CHECK(trainer.results()[0].evaluated[part].loss == Approx(loss).epsilon(1e-2));
    }
  }
}

TEST_CASE("What a trainer cannot do is said in a line") {
  CHECK_THROWS_WITH(make_trainer(kSmall, on("cuda:99")), ContainsSubstring("this LibTorch sees cpu"));
  CHECK_THROWS_WITH(make_trainer(kSmall, on("gpu")), ContainsSubstring("allowed are auto, cpu"));
  CellTrainerOptions steep = kSmall;
  steep.rate = 1e30;
  CellTrainer trainer = make_trainer(steep);
  CHECK_THROWS_WITH(trainer.train_epoch(), ContainsSubstring("the loss of epoch 1 is no number (learning rate 1e+30)"));
}

}  // namespace cellar
