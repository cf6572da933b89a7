#include "experiments/networks/proxy_file.hpp"

#include <bit>
#include <cmath>

#include "core/errors.hpp"
#include "experiments/networks/proxy_sweep.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace cellar {

namespace {

ProxyPlan make_plan() {
  ProxyPlan plan;
  for (const char* name : {"synflow", "nwot", "jacov", "params"}) plan.proxies.push_back(&network::find_proxy(name));
  plan.setting = {.skeleton = {.channels = 4, .cells = 1, .classes = 3, .image_size = 8}, .batch = 4};
  return plan;
}

constexpr std::uint64_t kCells = 60;  // some of them alike without dead edges

std::string sweep(const std::filesystem::path& path, int threads, std::uint64_t cells = kCells) {
  {
    ProxyFile file(path, make_plan());
    sweep_proxies(Nb201(), make_plan(), make_scorers(make_plan(), {"cpu"}), cells, threads, file);
  }
  return test::read_file(path);
}

}  // namespace

TEST_CASE("A sweep's file has every cell's own scores, for any number of threads") {
  const test::TemporaryFolder folder;
  const std::string text = sweep(folder / "one.csv", 1);
  CHECK(sweep(folder / "three.csv", 3) == text);
  const Nb201 space;
  const ProxyPlan plan = make_plan();
  const network::ProxyScorer scorer(plan.setting);
  network::use_arithmetic_threads(1);  // as a sweep does
  const ProxyFile file(folder / "one.csv", plan);
  REQUIRE(file.rows().size() == kCells);
  for (std::uint64_t index = 0; index < kCells; ++index) {
    const std::vector<double> own = scorer.scores(space.at(index), plan.proxies);
    for (std::size_t i = 0; i < own.size(); ++i) {
      const double recorded = file.rows()[index][i];
      CHECK((recorded == own[i] || (std::isnan(recorded) && std::isnan(own[i]))));
    }
  }
}

TEST_CASE("A sweep on several devices makes the same file") {
  const test::TemporaryFolder folder;
  const std::string text = sweep(folder / "one.csv", 1, 20);
  const ProxyPlan plan = make_plan();
  {
    ProxyFile file(folder / "two.csv", plan);
    sweep_proxies(Nb201(), plan, make_scorers(plan, {"cpu", "cpu"}), 20, 3, file);
  }
  CHECK(test::read_file(folder / "two.csv") == text);
}

TEST_CASE("A sweep that was killed at any byte is continued to the same file") {
  const test::TemporaryFolder folder;
  const std::string text = sweep(folder / "whole.csv", 2, 20);
  for (std::size_t length = 0; length <= text.size(); length += 97) {
    test::write_file(folder / "cut.csv", text.substr(0, length));
    CAPTURE(length);
    CHECK(sweep(folder / "cut.csv", 2, 20) == text);
  }
}

TEST_CASE("A file of proxies with other settings, damaged or in use is refused and left as it is") {
  const test::TemporaryFolder folder;
  const auto path = folder / "proxies.csv";
  const std::string text = sweep(path, 2, 5);
  const auto refused = [&](const std::string& content, const ProxyPlan& plan = make_plan()) {
    test::write_file(path, content);
    try {
      const ProxyFile file(path, plan);
    } catch (const Error& error) {
      CHECK(test::read_file(path) == content);
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refused(text).empty());
  ProxyPlan other = make_plan();
  other.setting.seed = 1;
  CHECK_THAT(refused(text, other), ContainsSubstring("was made with other settings") && ContainsSubstring("seed=0"));
  other = make_plan();
  other.proxies.pop_back();
  CHECK_THAT(refused(text, other), ContainsSubstring("was made with other settings"));
  other = make_plan();
  other.device = "cuda";
  CHECK_THAT(refused(text, other), ContainsSubstring("was made with other settings") &&
                                       ContainsSubstring("(nothing where this has 'device=cuda')"));
  other = make_plan();
  other.images = network::TrainingImages{.set = "cifar10", .classes = 3, .side = 8, .pixels = {1}, .labels = {2}};
  CHECK_THAT(refused(text, other), ContainsSubstring("(nothing where this has 'images=cifar10:"));
  CHECK_THAT(refused("my notes\n"), ContainsSubstring("is no file of proxies"));
  const std::size_t line = text.find("\n2,") + 1;
  CHECK_THAT(refused(std::string(text).replace(line, 1, "7")), ContainsSubstring("line 5 is damaged"));
  CHECK_THAT(refused(std::string(text).insert(text.find('\n', line), "x")), ContainsSubstring("line 5 is damaged"));
  CHECK_THAT(refused(std::string(text).insert(text.find('\n', line), ",1")), ContainsSubstring("line 5 is damaged"));
  test::write_file(path, text);
  const ProxyFile held(path, make_plan());
  CHECK_THROWS_WITH(ProxyFile(path, make_plan()), ContainsSubstring("another process is at work on it"));
  CHECK_THROWS_WITH(ProxyFile(folder / "no folder" / "x.csv", make_plan()), ContainsSubstring("cannot be written"));
}

}  // namespace cellar
