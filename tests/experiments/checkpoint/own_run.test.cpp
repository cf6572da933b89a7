#include "experiments/checkpoint/own_run.hpp"

#include <cmath>

#include "core/errors.hpp"
#include "experiments/checkpoint/checkpoint_facts.hpp"
#include "experiments/checkpoint/imported_trace.hpp"
#include "experiments/checkpoint/opened_file.hpp"
#include "space/nb201/cell.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/checkpoint/checkpoints.hpp"
#include "tests/experiments/report/toy_runs.hpp"

namespace cellar {

namespace {

std::vector<std::string> alpha_names() {
  std::vector<std::string> names;
  for (const nb201::Edge& edge : nb201::kEdges) {
    for (const std::string_view op : nb201::kOperationNames) {
      names.push_back(fmt::format("alpha_{}_{}_{}", edge.to, edge.from, op));
    }
  }
  return names;
}

// A state as `cellar run` saves it.
SavedValue own_state() {
  SavedValue root = test::checkpoint_of({test::kAllConv, test::kAllSkip}, test::kFlatAlphas, -5, "darts");
  root.add("cellar", SavedValue::dict());
  return root;
}

std::filesystem::path write_state(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  write_saved(own_state(), folder / "checkpoint.pth");
  return folder / "checkpoint.pth";
}

}  // namespace

TEST_CASE("A state's run is told by the folders above it") {
  const auto run = own_run("a/cifar10/darts(epochs=3)/seed-000012.state/000003/checkpoint.pth");
  REQUIRE(run);
  CHECK(run->seed == 12);
  CHECK(run->trace == std::filesystem::absolute("a/cifar10/darts(epochs=3)/seed-000012.csv"));
  for (const char* const path : {"checkpoint.pth", "seed-000012.state/checkpoint.pth", "seed-x.state/0/checkpoint.pth",
                                 "seed--1.state/0/checkpoint.pth", "seed-.state/0/checkpoint.pth",
                                 "seed-1/0/checkpoint.pth", "seed-000012.state.old/000003/checkpoint.pth"}) {
    INFO(path);
    CHECK_FALSE(own_run(path));
  }
}

TEST_CASE("The alphas of each epoch are those of the trace beside a state") {
  const test::ToyRuns toy;
  std::vector<std::vector<double>> rows(3, std::vector<double>(30));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t i = 0; i < 30; ++i) rows[row][i] = static_cast<double>(100 * row + i);
  }
  rows[1][7] = NAN;  // an epoch without all of them is left out
  toy.add_own("pets", "darts", 3, alpha_names(), rows);
  const auto run = own_run(toy.runs() / "pets/darts/seed-000003.state/000003/checkpoint.pth");
  REQUIRE(run);
  const auto series = recorded_alphas(*run, 3);
  REQUIRE(series.size() == 2);
  CHECK(series[0].epochs == 1);
  CHECK(series[1].epochs == 3);
  REQUIRE(series[1].alphas.size() == 6);
  CHECK(series[1].alphas[5] == std::vector<double>{225, 226, 227, 228, 229});
  CHECK(recorded_alphas(*run, 2).size() == 1);
  CHECK(recorded_alphas(*run, 0).empty());
  CHECK(recorded_alphas({4, toy.runs() / "pets/darts/seed-000004.csv"}, 3).empty());
  toy.add("pets", "darts", 5, {{10, "0"}});
  CHECK(recorded_alphas({5, toy.runs() / "pets/darts/seed-000005.csv"}, 3).empty());
}

TEST_CASE("A state of Cellar's has the seed of its folder, and elsewhere none") {
  const test::TemporaryFolder folder;
  const OpenedFile in_place = open_file(write_state(folder / "seed-000003.state/000002"));
  CHECK(std::get<SearchCheckpoint>(in_place.content).is_own());
  CHECK(std::get<SearchCheckpoint>(in_place.content).seed == 3);
  CHECK(open_series({(folder / "seed-000003.state").string()}).front().seed == 3);
  const OpenedFile elsewhere = open_file(write_state(folder / "moved"));
  CHECK_FALSE(std::get<SearchCheckpoint>(elsewhere.content).seed);
}

TEST_CASE("A state of Cellar's is imported by the seed of its folder or the one that is given") {
  const test::TemporaryFolder folder;
  const Judge judge = test::nb201_judge();
  const OpenedFile in_place = open_file(write_state(folder / "seed-000003.state/000002"));
  const auto& state = std::get<SearchCheckpoint>(in_place.content);
  CHECK(import_trace(state, judge, {}).place == "cifar10/darts/seed-000003.csv");
  const OpenedFile moved = open_file(write_state(folder / "moved"));
  const auto& elsewhere = std::get<SearchCheckpoint>(moved.content);
  CHECK_THROWS_WITH(import_trace(elsewhere, judge, {}), ContainsSubstring("give --seed"));
  ImportRequest request;
  request.seed = 8;
  CHECK(import_trace(elsewhere, judge, request).place == "cifar10/darts/seed-000008.csv");
}

TEST_CASE("What a checkpoint says of its maker distinguishes Cellar's from the original's") {
  const test::TemporaryFolder folder;
  CHECK(layout_of(test::read_back(own_state(), folder)) == "Cellar");
  CHECK(layout_of(test::read_back(test::checkpoint_of({test::kAllConv}, test::kFlatAlphas), folder)) ==
        "NATS-Bench's script");
}

}  // namespace cellar
