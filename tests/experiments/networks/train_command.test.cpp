#include "experiments/networks/train_command.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/networks/small_idx_set.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

using Strings = std::vector<std::string>;

int run(const Strings& args, const std::filesystem::path& out) {
  const test::SmallIdxSet images;
  Strings all = {"--dataset", "idx", "--data",  images.path(), "--channels",      "4",
                 "--cells",   "1",   "--batch", "8",           "--torch-threads", "1"};
  all.insert(all.end(), args.begin(), args.end());
  if (!out.empty()) all.insert(all.end(), {"--out", out.string()});
  return make_train_command().run(all);
}

}  // namespace

TEST_CASE("cellar train trains each cell with each seed into a folder of its own") {
  const test::TemporaryFolder folder;
  const std::string spelling = "|nor_conv_1x1~0|+|skip_connect~0|none~1|+|none~0|none~1|avg_pool_3x3~2|";
  CHECK(run({"77", spelling, "--epochs", "2", "--seed", "5", "--seeds", "2", "--threads", "1"}, folder.path()) == 0);
  int trained = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (entry.path().filename() == "weights.pt") ++trained;
  }
  CHECK(trained == 4);
  const auto one = folder / "idx/000077/seed-000006";
  for (const char* name : {"epochs.csv", "metrics.csv", "training.pt", "weights.pt"}) {
    CHECK(std::filesystem::exists(one / name));
  }
  CHECK_THAT(test::read_file(one / "metrics.csv"), ContainsSubstring("idx.test@2/2"));
}

TEST_CASE("cellar train refuses what it cannot do in one line, before it makes a folder") {
  const test::TemporaryFolder folder;
  const auto out = folder / "out";
  const auto refused = [&](const Strings& args, const std::string& text) {
    CHECK_THROWS_WITH(run(args, out), ContainsSubstring(text));
    CHECK_FALSE(std::filesystem::exists(out));
  };
  refused({}, "needs a cell, its spelling or index");
  refused({"15625"}, "allowed is 0 to 15624");
  refused({"3", "77", "3"}, "cell 3 is given twice");
  refused({"3", "--epochs", "0"}, "--epochs 0: allowed is an integer from 1");
  refused({"3", "--epochs", "1.5"}, "--epochs 1.5: allowed is an integer from 1");
  refused({"3", "--seed", "-1"}, "--seed -1: allowed");
  refused({"3", "--seeds", "0"}, "--seeds 0: allowed");
  refused({"3", "--threads", "0"}, "--threads 0: allowed");
  refused({"3", "--threads", "x"}, "--threads x: allowed");
  refused({"3", "--save-every", "0"}, "--save-every 0: allowed");
  refused({"3", "--rate", "0"}, "--rate 0: a number above 0");
  refused({"3", "--rate", "x"}, "--rate x: a number above 0");
  refused({"3", "--side", "5"}, "images of 8 pixels cannot become 5");
  refused({"3", "--most-images", "0"}, "--most-images 0: allowed");
  CHECK_THROWS_WITH(run({"3"}, ""), ContainsSubstring("needs --out FOLDER"));
  CHECK_THROWS_WITH(make_train_command().run({"3", "--out", out}), ContainsSubstring("needs --dataset NAME"));
  CHECK_THROWS_WITH(make_train_command().run({"3", "--out", out, "--dataset", "cifar-10"}),
                    ContainsSubstring("did you mean 'cifar10'?"));
  CHECK_THROWS_WITH(make_train_command().run({"3", "--out", out, "--dataset", "cifar100", "--data", folder.path()}),
                    ContainsSubstring("no data of cifar100") && ContainsSubstring("https://"));
  CHECK_THROWS_WITH(run({"3", "--device", "cuda:99"}, out), ContainsSubstring("device 'cuda:99': this LibTorch sees"));
}

}  // namespace cellar
