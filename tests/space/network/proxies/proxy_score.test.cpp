#include "space/network/proxies/proxy_score.hpp"

#include <bit>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <thread>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "space/nb201.hpp"
#include "space/nb201/live_edges.hpp"
#include "tests/catch.hpp"

namespace cellar {

namespace {

using network::find_proxy;
using network::proxies;
using network::Proxy;
using network::ProxyImages;
using network::ProxyScorer;
using network::ProxySetting;

const ProxySetting kSmall{
    .skeleton = {.channels = 4, .cells = 1, .classes = 5, .image_size = 8}, .batch = 6, .seed = 1};

std::vector<const Proxy*> all_proxies() {
  std::vector<const Proxy*> all;
  for (const Proxy& proxy : proxies()) all.push_back(&proxy);
  return all;
}

// By their bits, so that a NaN equals itself.
std::vector<std::uint64_t> bits(const std::vector<double>& values) {
  std::vector<std::uint64_t> bits;
  for (const double value : values) bits.push_back(std::bit_cast<std::uint64_t>(value));
  return bits;
}

std::vector<Architecture> some_cells(int count, std::uint64_t seed) {
  const Nb201 space;
  Rng rng(seed);
  std::vector<Architecture> cells;
  for (int i = 0; i < count; ++i) cells.push_back(space.at(rng.below(15625)));
  return cells;
}

}  // namespace

TEST_CASE("Proxies are found by name or alias, and others are refused with what there is") {
  std::set<std::string> names;
  for (const Proxy& proxy : proxies()) {
    CHECK(&find_proxy(proxy.name) == &proxy);
    CHECK(names.emplace(proxy.name).second);
    CHECK((proxy.alias.empty() || &find_proxy(proxy.alias) == &proxy));
    CHECK((!proxy.uses_labels || proxy.batches > 0));
    CHECK(proxy.batches <= network::kMostBatches);
  }
  CHECK_THROWS_WITH(find_proxy("sinflow"), ContainsSubstring("unknown proxy 'sinflow' (did you mean 'synflow'?"));
}

TEST_CASE("A proxy that ignores dead edges is the same to the bit for a cell with and without them") {
  const ProxyScorer scorer(kSmall);
  const auto all = all_proxies();
  int dead = 0;
  for (const Architecture& cell : some_cells(30, 2)) {
    const Architecture live = nb201::live_cell(cell);
    dead += live != cell;
    const auto whole = bits(scorer.scores(cell, all, network::DeadEdges::keep));
    const auto without = bits(scorer.scores(live, all, network::DeadEdges::keep));
    const auto shared = bits(scorer.scores(cell, all));
    for (std::size_t i = 0; i < all.size(); ++i) {
      CAPTURE(all[i]->name, Nb201().format(cell));
      CHECK(shared[i] == whole[i]);
      if (all[i]->ignores_dead_edges) CHECK(without[i] == whole[i]);
    }
  }
  CHECK(dead > 10);
}

TEST_CASE("Scores are the same from any thread, alone or together, and differ by seed") {
  const ProxyScorer scorer(kSmall);
  const auto all = all_proxies();
  ProxySetting other = kSmall;
  other.seed = 2;
  const ProxyScorer others(other);
  for (const Architecture& cell : some_cells(5, 3)) {
    const auto together = bits(scorer.scores(cell, all));
    std::vector<std::uint64_t> threaded;
    std::thread([&] { threaded = bits(scorer.scores(cell, all)); }).join();
    CHECK(threaded == together);
    CHECK(bits(ProxyScorer(kSmall).scores(cell, all)) == together);
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(bits({scorer.score(cell, *all[i])})[0] == together[i]);
    if (nb201::live_cell(cell) == Architecture(cell.size())) continue;
    for (const Proxy* const proxy : all) {
      if (proxy->name == "params" || proxy->name == "flops") continue;
      CAPTURE(proxy->name);
      CHECK(scorer.score(cell, *proxy) != others.score(cell, *proxy));
    }
  }
}

TEST_CASE("A cell that passes nothing on has no flow, no gradient and no expressivity") {
  const ProxyScorer scorer(kSmall);
  const auto cell = nb201::parse_cell("|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|none~2|");
  for (const std::string name : {"synflow", "synflow_bn", "zico", "zico_accumulated"}) {
    CAPTURE(name);
    CHECK(scorer.score(cell, find_proxy(name)) == 0);
  }
  CHECK(std::isnan(scorer.score(cell, find_proxy("jacov"))));
  CHECK(scorer.score(cell, find_proxy("zen")) == -HUGE_VAL);
}

TEST_CASE("Given images are looked at instead of noise, and must fit the setting") {
  const Architecture cell = nb201::parse_cell("|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|");
  Rng rng(1);
  std::vector<float> pixels(13 * 3 * 8 * 8);
  for (float& pixel : pixels) pixel = static_cast<float>(rng.normal());
  std::vector<std::int64_t> labels(13, 4);
  const ProxyScorer given(kSmall, {pixels, labels}), noise(kSmall);
  CHECK(given.score(cell, find_proxy("snip")) != noise.score(cell, find_proxy("snip")));
  CHECK(given.score(cell, find_proxy("zen")) == noise.score(cell, find_proxy("zen")));
  CHECK(given.score(cell, find_proxy("zico")) > 0);

  const std::span<const float> few(pixels.data(), 7 * 3 * 8 * 8);
  const ProxyScorer one_batch(kSmall, {few, std::span(labels).first(7)});
  CHECK(one_batch.score(cell, find_proxy("snip")) == given.score(cell, find_proxy("snip")));
  CHECK_THROWS_WITH(one_batch.score(cell, find_proxy("zico")),
                    "zico looks at 2 batches of images, and only 1 is given");
  CHECK_THROWS_WITH(ProxyScorer(kSmall, {few, labels}), "1344 numbers are no 13 images of 3 x 8 x 8");
  CHECK_THROWS_WITH(ProxyScorer(kSmall, {few.first(5 * 192), std::span(labels).first(5)}), "5 images: a batch has 6");
  labels[3] = 5;
  CHECK_THROWS_WITH(ProxyScorer(kSmall, {pixels, labels}), "label 5: there are 5 classes, counted from 0");
}

TEST_CASE("A device that is not here is refused by name") {
  CHECK_THROWS_WITH(ProxyScorer(kSmall, {}, "cuda:99"), ContainsSubstring("device 'cuda:99': this LibTorch sees cpu"));
  CHECK_THROWS_WITH(ProxyScorer(kSmall, {}, "tpu"), ContainsSubstring("device 'tpu': allowed are auto, cpu"));
}

TEST_CASE("Impossible settings are refused") {
  const auto refused = [](const auto& change) {
    ProxySetting setting = kSmall;
    change(setting);
    try {
      const ProxyScorer scorer(setting);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refused([](ProxySetting&) {}).empty());
  CHECK(refused([](ProxySetting& s) { s.batch = 1; }) == "1 images in a batch: 2 or more are needed");
  CHECK(refused([](ProxySetting& s) { s.skeleton.channels = 0; }) == "0 channels: 1 or more are needed");
  CHECK(refused([](ProxySetting& s) { s.skeleton.cells = 0; }) == "0 cells in a stage: 1 or more are needed");
  CHECK(refused([](ProxySetting& s) { s.skeleton.classes = 0; }) == "0 classes: 1 or more are needed");
  CHECK(refused([](ProxySetting& s) { s.skeleton.image_size = 10; }) ==
        "images of 10 pixels: their size is a multiple of 4");
}

}  // namespace cellar
