#include "core/random.hpp"

#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include "tests/catch.hpp"

using namespace cellar;

TEST_CASE("The generator is xoshiro256++, written out a second time") {
  // A second way: the published update, written out on a plain state seeded as Rng seeds its own.
  std::uint64_t state[4];
  std::uint64_t seed = 42;
  for (std::uint64_t& word : state) word = mix64(seed += 0x9e3779b97f4a7c15ULL);
  const auto rotl = [](std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); };
  Rng rng(42);
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t expected = rotl(state[0] + state[3], 23) + state[0];
    const std::uint64_t t = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotl(state[3], 45);
    REQUIRE(rng.next() == expected);
  }
}

TEST_CASE("SplitMix64 gives the numbers that its authors publish for seed 1234567") {
  std::uint64_t state = 1234567;
  const std::uint64_t expected[] = {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                                    4593380528125082431ULL, 16408922859458223821ULL};
  for (const std::uint64_t number : expected) CHECK(mix64(state += 0x9e3779b97f4a7c15ULL) == number);
}

TEST_CASE("below() is uniform by chi-square") {
  Rng rng(3);
  for (const std::uint32_t bound : {1U, 2U, 5U, 7U, 24U}) {
    constexpr int kDraws = 100'000;
    std::vector<int> counts(bound);
    for (int i = 0; i < kDraws; ++i) ++counts.at(rng.below(bound));
    double chi2 = 0;
    const double expected = static_cast<double>(kDraws) / bound;
    for (const int count : counts) chi2 += (count - expected) * (count - expected) / expected;
    CHECK(chi2 < bound - 1 + 5 * std::sqrt(2.0 * bound));  // five deviations above the mean
  }
}

TEST_CASE("normal() has the moments of a standard normal and uniform() stays from 0 to below 1") {
  Rng rng(4);
  double sum = 0;
  double squares = 0;
  double fourth = 0;
  constexpr int kDraws = 200'000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = rng.normal();
    sum += x;
    squares += x * x;
    fourth += x * x * x * x;
    const double u = rng.uniform();
    REQUIRE((u >= 0 && u < 1));
  }
  CHECK(std::abs(sum / kDraws) < 5 / std::sqrt(kDraws));
  CHECK(squares / kDraws == Approx(1).margin(5 * std::sqrt(2.0 / kDraws)));
  CHECK(fourth / kDraws == Approx(3).margin(5 * std::sqrt(96.0 / kDraws)));
}

TEST_CASE("shuffle() makes every order of three equally often") {
  Rng rng(5);
  std::vector<int> counts(27);
  constexpr int kDraws = 60'000;
  for (int i = 0; i < kDraws; ++i) {
    std::vector<int> order = {0, 1, 2};
    rng.shuffle(order);
    ++counts[order[0] * 9 + order[1] * 3 + order[2]];
  }
  int orders = 0;
  for (const int count : counts) {
    if (count == 0) continue;
    ++orders;
    CHECK(std::abs(count - kDraws / 6) < 500);
  }
  CHECK(orders == 6);
}

TEST_CASE("Derived seeds differ for all pairs of small seeds and streams") {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    for (std::uint64_t stream = 0; stream < 300; ++stream) seen.insert(derive_seed(seed, stream));
  }
  CHECK(seen.size() == 90'000);
}
