#include "experiments/networks/evaluate_command.hpp"

#include "core/errors.hpp"
#include "experiments/networks/train_command.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/networks/small_idx_set.hpp"
#include "tests/folder.hpp"
#include "tests/reference.hpp"

namespace cellar {

namespace {

using Strings = std::vector<std::string>;

int evaluate(const Strings& args, const test::SmallIdxSet& images) {
  Strings all = {"--dataset", "idx", "--data", images.path(), "--torch-threads", "1"};
  all.insert(all.end(), args.begin(), args.end());
  return make_evaluate_command().run(all);
}

}  // namespace

TEST_CASE("cellar evaluate shows images to what cellar train wrote, and refuses what does not fit in one line") {
  const test::TemporaryFolder folder;
  const test::SmallIdxSet images;
  make_train_command().run({"6111", "--dataset", "idx", "--data", images.path(), "--channels", "4", "--cells", "1",
                            "--epochs", "1", "--torch-threads", "1", "--out", folder.path()});
  const std::string run = folder / "idx/006111/seed-000000", weights = run + "/weights.pt";
  CHECK(evaluate({"6111", "--weights", weights}, images) == 0);
  CHECK(evaluate({"6111", "--weights", weights, "--set", "train", "--batch", "5"}, images) == 0);
  const auto refused = [&](const Strings& args, const std::string& text) {
    CHECK_THROWS_WITH(evaluate(args, images), ContainsSubstring(text));
  };
  refused({}, "needs a cell");
  refused({"6111"}, "needs --weights FILE");
  refused({"3", "--weights", weights}, "weights.pt: 'cells.0.layers.0.op.1.weight' has no place");
  refused({"6111", "--weights", run + "/training.pt"}, "there is no 'stem.0.weight'");
  refused({"6111", "--weights", run + "/epochs.csv"}, "epochs.csv");
  refused({"6111", "--weights", run + "/none.pt"}, "none.pt");
  refused({"6111", "--weights", weights, "--set", "valid"}, "idx-valid has one");
  refused({"6111", "--weights", weights, "--set", "ori"}, "allowed are test, valid and train");
  refused({"6111", "--weights", weights, "--batch", "0"}, "--batch 0: allowed");
  refused({"6111", "--weights", weights, "--device", "cuda:99"}, "device 'cuda:99': this LibTorch sees");
  refused({"6111", "--weights", weights, "--seed", "x"}, "--seed x: allowed");
}

TEST_CASE("cellar evaluate refuses an archive's network of other classes than the images have") {
  const auto archive = test::reference("data/formats/archive");
  if (archive.empty()) return;
  CHECK_THROWS_WITH(
      evaluate({"3", "--weights", archive, "--seed", "777", "--trained-on", "cifar100"}, test::SmallIdxSet()),
      ContainsSubstring("000003-FULL.pth: the weights tell 100 classes apart, idx has 3"));
}

}  // namespace cellar
