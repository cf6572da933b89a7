#include "experiments/networks/training_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "core/errors.hpp"
#include "core/formats/torch/tensor_file.hpp"
#include "experiments/networks/training_crew.hpp"
#include "space/nb201.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"
#include "tests/space/network/toy_cell_images.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

TrainingPlan make_plan(int epochs = 4) {
  TrainingPlan plan;
  plan.dataset = "cifar10-valid";
  plan.options = {.channels = 4, .cells = 1, .epochs = epochs, .batch = 16};
  return plan;
}

TrainingJob make_job(const fs::path& folder, std::uint64_t seed = 0) {
  constexpr std::uint64_t kCell = 4242;
  return {Nb201().at(kCell), kCell, seed, folder};
}

network::EpochResult train(const fs::path& folder, int save_every = 1, const std::stop_token& stop = {}) {
  Resources resources;
  resources.stop = stop;
  return train_into_folder(make_job(folder), make_plan(), test::toy_cell_images(), save_every, resources);
}

// Stops the program's training after so many batches, as a process that is killed does: nothing more is written.
class Stopper final : public ProgressSink {
 public:
  explicit Stopper(int batches) : left_(batches) {}
  void progress(std::string_view /*what*/, double /*fraction*/) override {
    if (--left_ == 0) stop_.request_stop();
  }
  Resources resources() {
    Resources resources;
    resources.stop = stop_.get_token();
    resources.progress = this;
    return resources;
  }

 private:
  int left_;
  std::stop_source stop_;
};

// All files by name; of CSV without the seconds, which stand in the last column.
std::string contents(const fs::path& folder) {
  std::string all;
  for (const char* const name : {"epochs.csv", "metrics.csv", "training.pt", "weights.pt"}) {
    std::string text = test::read_file(folder / name);
    if (fs::path(name).extension() == ".csv") {
      std::istringstream lines(text);
      text.clear();
      for (std::string line; std::getline(lines, line);) text += line.substr(0, line.rfind(',')) + "\n";
    }
    all += name + text;
  }
  return all;
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("A training that is stopped at any batch ends with the files of an undisturbed one") {
  const test::TemporaryFolder folder;
  const network::EpochResult result = train(folder / "whole");
  const std::string whole = contents(folder / "whole");
  CHECK(files_in(folder / "whole") == 4);
  for (const int save_every : {1, 3}) {
    for (const int batches : {1, 5, 9, 14}) {  // of 16
      const fs::path stopped = folder / fmt::format("{}-{}", save_every, batches);
      Stopper stopper(batches);
      CHECK_THROWS_AS(
          train_into_folder(make_job(stopped), make_plan(), test::toy_cell_images(), save_every, stopper.resources()),
          Stopped);
      CHECK_FALSE(fs::exists(stopped / "weights.pt"));
      CHECK(train(stopped, save_every).train.loss == result.train.loss);
      CHECK(contents(stopped) == whole);
    }
  }
}

TEST_CASE("Files that a killed process left half written are removed") {
  const test::TemporaryFolder folder;
  train(folder / "run");
  const std::string whole = contents(folder / "run");
  test::write_file(folder / "run" / "training.pt.tmp-4711-0", "half");
  fs::remove(folder / "run" / "weights.pt");
  train(folder / "run");
  CHECK(files_in(folder / "run") == 4);
  CHECK(contents(folder / "run") == whole);
}

TEST_CASE("A training whose loss is no number keeps the state before, and says where") {
  const test::TemporaryFolder folder;
  TrainingPlan steep = make_plan();
  steep.options.rate = 1e30;
  CHECK_THROWS_WITH(train_into_folder(make_job(folder / "steep"), steep, test::toy_cell_images(), 1, {}),
                    ContainsSubstring("cell 4242, seed 0: the loss of epoch 1 is no number") &&
                        ContainsSubstring("nothing is kept of it"));
  const fs::path run = folder / "run", state = run / "training.pt";
  Stopper stopper(7);  // in the second epoch
  CHECK_THROWS_AS(train_into_folder(make_job(run), make_plan(), test::toy_cell_images(), 1, stopper.resources()),
                  Stopped);
  std::vector<Tensor> tensors = read_tensors(state);
  for (Tensor& tensor : tensors) {
    if (tensor.name == "network.classifier.bias") std::fill(tensor.data.begin(), tensor.data.end(), std::byte{0xff});
  }
  write_tensors(tensors, state);
  const std::string before = test::read_file(state);
  CHECK_THROWS_WITH(train(run), ContainsSubstring("the loss of epoch 2 is no number") &&
                                    ContainsSubstring("training.pt has the state after epoch 1"));
  CHECK(test::read_file(state) == before);
}

TEST_CASE("A folder of another training is refused and left as it is") {
  const test::TemporaryFolder folder;
  train(folder / "run");
  const std::string before = contents(folder / "run");
  const auto images = test::toy_cell_images();
  const auto refusal = ContainsSubstring("epochs.csv is of another training");
  CHECK_THROWS_WITH(train_into_folder(make_job(folder / "run", 1), make_plan(), images, 1, {}), refusal);
  CHECK_THROWS_WITH(train_into_folder(make_job(folder / "run"), make_plan(5), images, 1, {}), refusal);
  CHECK_THROWS_WITH(train_into_folder(make_job(folder / "run"), make_plan(), test::toy_cell_images("cifar10"), 1, {}),
                    refusal);
  fs::remove(folder / "run" / "epochs.csv");
  CHECK_THROWS_WITH(train(folder / "run"), ContainsSubstring("has 0 epochs, the state beside it 4"));
  test::write_file(folder / "file", "");
  CHECK_THROWS_WITH(train(folder / "file"), ContainsSubstring("cannot write to the folder"));
  CHECK(before.size() > 1000);
}

TEST_CASE("A training that goes on keeps the threads of its arithmetic, unless others are named, which is refused") {
  const test::TemporaryFolder folder;
  const TrainingJob job = make_job(folder / "run");
  CHECK_FALSE(begun_with(job).has_value());
  CrewOptions options;
  options.arithmetic_threads = 2;
  train_all({&job, 1}, make_plan(), test::toy_cell_images(), options);
  CHECK(begun_with(job) == 2);
  options.arithmetic_threads = 1;
  CHECK_NOTHROW(train_all({&job, 1}, make_plan(), test::toy_cell_images(), options));
  options.threads_are_named = true;
  CHECK_THROWS_WITH(train_all({&job, 1}, make_plan(), test::toy_cell_images(), options),
                    ContainsSubstring("('torch_threads=2' where this has 'torch_threads=1')"));
}

TEST_CASE("Trainings side by side are those one after the other") {
  const test::TemporaryFolder folder;
  std::vector<TrainingJob> jobs;
  for (std::uint64_t seed = 0; seed < 3; ++seed) jobs.push_back(make_job(folder / std::to_string(seed), seed));
  CrewOptions options;
  options.threads = 3;
  const auto results = train_all(jobs, make_plan(), test::toy_cell_images(), options);
  REQUIRE(results.size() == 3);
  train(folder / "alone");
  CHECK(contents(folder / "0") == contents(folder / "alone"));
  CHECK(results[0].train.loss != results[1].train.loss);
}

TEST_CASE("A training that fails stops those beside it, and its error is the one that is told") {
  const test::TemporaryFolder folder;
  std::vector<TrainingJob> jobs = {make_job(folder / "long"), make_job(folder / "file")};
  test::write_file(folder / "file", "");
  CrewOptions options;
  options.threads = 2;
  CHECK_THROWS_WITH(train_all(jobs, make_plan(100'000), test::toy_cell_images(), options),
                    ContainsSubstring("cannot write to the folder"));
}

}  // namespace cellar
