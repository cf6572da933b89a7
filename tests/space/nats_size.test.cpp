#include "space/nats_size.hpp"

#include <algorithm>
#include <set>

#include "tests/catch.hpp"
#include "tests/space/chi_square.hpp"
#include "tests/space/fuzz.hpp"

using cellar::Architecture;
using cellar::NatsSize;
using cellar::Rng;
using cellar::test::chi_square_deviate;

namespace {

const NatsSize& space() {
  static const NatsSize space;
  return space;
}

}  // namespace

TEST_CASE("nats-size has 32,768 networks whose spellings and indices lead back to them") {
  std::set<std::string> texts;
  int wrong = 0;
  for (std::uint64_t index = 0; index < space().size(); ++index) {
    const Architecture arch = space().at(index);
    const std::string text = space().format(arch);
    if (space().parse(text) != arch || space().index(arch) != index) ++wrong;
    texts.insert(text);
  }
  CHECK(wrong == 0);
  CHECK(texts.size() == 32768);
}

TEST_CASE("nats-size has the official index order: index 0, 11 and 284 of the real meta file") {
  CHECK(space().format(space().at(0)) == "8:8:8:8:8");
  CHECK(space().format(space().at(11)) == "8:8:8:16:32");
  CHECK(space().format(space().at(284)) == "8:8:40:32:40");
  CHECK(space().index(space().parse("64:64:64:64:64")) == 32767);
}

TEST_CASE("nats-size knows the channels of a network") {
  CHECK(NatsSize::channels(space().parse("8:16:24:32:64")) == std::array<int, 5>{8, 16, 24, 32, 64});
}

TEST_CASE("nats-size draws every network with the same probability") {
  Rng rng(1);
  std::vector<std::uint64_t> counts(32768);
  for (int draw = 0; draw < 1'000'000; ++draw) ++counts[space().index(space().random(rng))];
  CHECK(chi_square_deviate(counts) < 4);
  CHECK(*std::min_element(counts.begin(), counts.end()) > 0);
}

TEST_CASE("nats-size mutates one layer uniformly to any of the eight values, its own included") {
  Rng rng(2);
  const Architecture parent = space().parse("8:64:24:32:40");
  std::vector<std::uint64_t> counts(5 * 8);
  std::uint64_t unchanged = 0;
  int wrong = 0;
  constexpr int kDraws = 400'000;
  for (int draw = 0; draw < kDraws; ++draw) {
    const Architecture child = space().mutate(parent, rng);
    int changed = 0;
    for (std::size_t layer = 0; layer < 5; ++layer) {
      if (child[layer] == parent[layer]) continue;
      ++changed;
      ++counts[layer * 8 + child[layer]];
    }
    if (changed > 1 || !space().valid(child)) ++wrong;
    if (changed == 0) ++unchanged;
  }
  CHECK(wrong == 0);
  std::vector<double> probabilities(counts.size(), 1.0 / 40);
  for (std::size_t layer = 0; layer < 5; ++layer) probabilities[layer * 8 + parent[layer]] = 0;
  counts.push_back(unchanged);
  probabilities.push_back(1.0 / 8);
  CHECK(chi_square_deviate(counts, probabilities) < 4);
}

TEST_CASE("nats-size refuses a channel count that it does not have, with its place") {
  CHECK_NOTHROW(space().parse("8:16:24:32:40"));
  CHECK_THROWS_WITH(space().parse("8:16:25:32:40"), ContainsSubstring("character 6: unknown value 3 '25'") &&
                                                        ContainsSubstring("known: 8, 16, 24, 32, 40, 48, 56, 64"));
  CHECK_THROWS_WITH(space().parse("8:16:24:32"), ContainsSubstring("ends after 4 values; 5 are needed"));
  CHECK_THROWS_WITH(space().parse("8:16:24:32:40:8"), ContainsSubstring("':8' follows after all 5 values"));
  CHECK_THROWS_WITH(space().parse("08:16:24:32:40"), ContainsSubstring("unknown value 1 '08'"));
}

TEST_CASE("nats-size parses random and damaged texts to the same text or refuses them") {
  const auto result = cellar::test::fuzz(space(), 5000);
  CHECK(result.broken.empty());
  CHECK(result.parsed >= 5000);
  CHECK(result.refused > 5000);
}
