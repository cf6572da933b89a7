#include "experiments/networks/proxy_command.hpp"

#include "core/errors.hpp"
#include "experiments/campaign/priors.hpp"
#include "experiments/campaign/proxy_scores.hpp"
#include "searchers/cost_prior.hpp"
#include "space/nb201.hpp"
#include "space/network/device.hpp"
#include "space/network/proxies/proxy.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/networks/small_idx_set.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

const std::vector<std::string> kSmall = {"--channels", "4", "--cells", "1", "--image-size", "8", "--batch", "4"};

int run(std::vector<std::string> args) {
  args.insert(args.end(), kSmall.begin(), kSmall.end());
  return make_proxy_command().run(args);
}

}  // namespace

TEST_CASE("cellar proxy scores cells by spelling and index") {
  CHECK(run({"|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|", "77", "--proxy", "snip,jacob_cov"}) ==
        0);
}

TEST_CASE("cellar proxy scores cells on every device that is here") {
  for (const std::string& device : network::available_devices()) {
    CHECK(run({"77", "--proxy", "snip,nwot", "--device", device}) == 0);
  }
  CHECK(run({"77", "--proxy", "snip,nwot", "--device", "auto"}) == 0);
}

TEST_CASE("cellar proxy looks at the images of a set, with its classes and size") {
  const test::SmallIdxSet images;
  const std::string data = images.path();
  CHECK(run({"77", "--proxy", "snip,zico", "--images", "idx", "--data", data}) == 0);
  CHECK(run({"77", "--proxy", "snip,zico", "--images", "idx", "--data", data, "--dataset", "cifar100"}) == 0);
  CHECK_THROWS_WITH(run({"77", "--images", "idx", "--data", data, "--dataset", "cifar11"}),
                    ContainsSubstring("cifar11"));
  CHECK_THROWS_WITH(run({"77", "--images", "idx", "--data", data, "--classes", "2"}),
                    ContainsSubstring("label 2: there are 2 classes"));
  CHECK_THROWS_WITH(make_proxy_command().run({"77", "--images", "idx", "--data", data}),
                    ContainsSubstring("24 images: a batch has 64"));
  CHECK_THROWS_WITH(make_proxy_command().run({"77", "--images", "idx", "--data", data, "--image-size", "0"}),
                    ContainsSubstring("--image-size 0: 1 or more"));
  CHECK_THROWS_WITH(run({"77", "--data", data}),
                    ContainsSubstring("no data of cifar10") && ContainsSubstring("https://"));
}

TEST_CASE("The program knows all proxies by name without the module that computes them") {
  std::vector<std::string> names;
  for (const network::Proxy& proxy : network::proxies()) names.emplace_back(proxy.name);
  CHECK(known_proxies() == names);
}

TEST_CASE("What cellar proxy --all writes is read by what searchers begin with") {
  const test::TemporaryFolder folder;
  const Nb201 space;
  const auto file = folder / "costs.csv";
  REQUIRE(run({"--all", "--proxy", "params,flops", "--out", file.string(), "--threads", "2", "--truth",
               "cifar10,cifar100", "--tables", CELLAR_TABLES_DIR}) == 0);
  const ProxyScores scores = read_proxy_scores(file, space);
  CHECK(scores.origin == "proxies of the cells of nb201: channels=4 cells=1 classes=10 image_size=8 batch=4 seed=0");
  const auto prior = cost_prior(space, "flops");
  const auto* const flops = scores.find("flops");
  REQUIRE(flops);
  bool in_order = true;
  for (std::size_t i = 1; i < prior->best_first.size(); ++i) {
    in_order =
        in_order && flops->at(space.index(prior->best_first[i - 1])) >= flops->at(space.index(prior->best_first[i]));
  }
  CHECK(in_order);
}

TEST_CASE("cellar proxy refuses what it cannot do in one line") {
  const test::TemporaryFolder folder;
  CHECK_THROWS_WITH(run({}), ContainsSubstring("needs cells, their spellings or indices, or --all"));
  CHECK_THROWS_WITH(run({"3", "--all"}), ContainsSubstring("needs cells, their spellings or indices, or --all"));
  CHECK_THROWS_WITH(run({"--all"}), ContainsSubstring("--all needs --out"));
  CHECK_THROWS_WITH(run({"15625"}), ContainsSubstring("allowed is 0 to 15624"));
  CHECK_THROWS_WITH(run({"3", "--proxy", "sinp"}), ContainsSubstring("did you mean 'snip'?"));
  CHECK_THROWS_WITH(run({"3", "--proxy", "jacov,jacob_cov"}), ContainsSubstring("names 'jacov' twice"));
  CHECK_THROWS_WITH(run({"3", "--seed", "-1"}), ContainsSubstring("--seed -1: 0 or more is needed"));
  CHECK_THROWS_WITH(run({"--all", "--out", (folder / "x").string(), "--threads", "0"}),
                    ContainsSubstring("--threads 0: 1 or more"));
  CHECK_THROWS_WITH(run({"--all", "--out", (folder / "x").string(), "--truth", "cifar11"}),
                    ContainsSubstring("unknown data set of table nb201 'cifar11'"));
  for (const std::string device : {"cuda:99", "cpu,cuda:99"}) {
    CHECK_THROWS_WITH(run({"--all", "--out", (folder / "x").string(), "--device", device}),
                      ContainsSubstring("device 'cuda:99': this LibTorch sees cpu"));
    CHECK_THROWS_WITH(run({"3", "--device", device}), ContainsSubstring("device 'cuda:99': this LibTorch sees cpu"));
  }
  CHECK_THROWS_WITH(run({"3", "--device", "gpu"}), ContainsSubstring("device 'gpu': allowed are auto, cpu"));
  CHECK_THROWS_WITH(run({"3", "--device", "cpu,cpu"}), ContainsSubstring("several devices with --all only"));
  CHECK_THROWS_WITH(make_proxy_command().run({"--all", "--out", (folder / "x").string(), "--image-size", "9"}),
                    ContainsSubstring("multiple of 4"));
  CHECK_FALSE(std::filesystem::exists(folder / "x"));
  CHECK_THROWS_WITH(make_proxy_command().run({"3", "--image-size", "9"}), ContainsSubstring("multiple of 4"));
  CHECK_THROWS_WITH(run({"3", "--dataset", "cifar11"}), ContainsSubstring("cifar11"));
}

}  // namespace cellar
