#include "experiments/networks/proxy_command.hpp"

#include "core/errors.hpp"
#include "tests/catch.hpp"
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
  CHECK_THROWS_WITH(make_proxy_command().run({"3", "--image-size", "9"}), ContainsSubstring("multiple of 4"));
  CHECK_THROWS_WITH(run({"3", "--dataset", "cifar11"}), ContainsSubstring("cifar11"));
}

}  // namespace cellar
