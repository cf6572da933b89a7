#include "space/cpython_random.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "tests/catch.hpp"

using cellar::CPythonRandom;

namespace {

std::vector<std::uint32_t> words(std::uint64_t seed, int count) {
  CPythonRandom random(seed);
  std::vector<std::uint32_t> drawn;
  for (int draw = 0; draw < count; ++draw) drawn.push_back(random.getrandbits(32));
  return drawn;
}

}  // namespace

// The figures were printed by CPython 3.11.
TEST_CASE("CPythonRandom gives the words of CPython's generator for seeds of one and two words") {
  using Words = std::vector<std::uint32_t>;
  CHECK(words(0, 5) == Words{3626764237U, 1654615998U, 3255389356U, 3823568514U, 1806341205U});
  CHECK(words(88, 5) == Words{1707201716U, 4182107318U, 813946014U, 1429399738U, 3875947387U});
  CHECK(words((std::uint64_t{1} << 40) + 7, 5) ==
        Words{2635837658U, 3209733218U, 3500038837U, 4028389051U, 4058793509U});
  CHECK(words(~std::uint64_t{0}, 3) == Words{93740670U, 1068495656U, 1452108352U});
}

TEST_CASE("CPythonRandom goes on like CPython after its state has been refilled three times") {
  CHECK(words(0, 2000).back() == 3908016617U);
  CHECK(words(88, 2000).back() == 2900544613U);
  CHECK(words((std::uint64_t{1} << 40) + 7, 2000).back() == 1220598206U);
}

TEST_CASE("CPythonRandom's getrandbits takes the high bits of one word") {
  CPythonRandom random(7);
  CHECK(random.getrandbits(1) == 0);
  CHECK(random.getrandbits(5) == 30);
  CHECK(random.getrandbits(8) == 38);
  CHECK(random.getrandbits(31) == 847876999U);
  CHECK(random.getrandbits(32) == 2795742288U);
}

TEST_CASE("CPythonRandom's below draws what randrange draws") {
  CPythonRandom random(7);
  const std::vector<std::uint32_t> bounds = {1, 2, 3, 10, 1000, 1U << 31, 4294967295U};
  std::vector<std::uint32_t> drawn;
  for (const std::uint32_t bound : bounds) drawn.push_back(random.below(bound));
  CHECK(drawn == std::vector<std::uint32_t>{0, 0, 1, 0, 74, 404285457U, 1570621944U});
}

TEST_CASE("CPythonRandom shuffles ten numbers like CPython") {
  std::vector<int> numbers(10);
  std::iota(numbers.begin(), numbers.end(), 0);
  CPythonRandom(88).shuffle(numbers);
  CHECK(numbers == std::vector<int>{8, 2, 9, 4, 0, 7, 1, 5, 3, 6});
}

// The assertions of NAS-Bench-201's own generate_meta_info (AutoDL-Projects, exps/NAS-Bench-201/main.py).
TEST_CASE("CPythonRandom reproduces the landmarks of the official CIFAR-10 split with seed 1021") {
  std::vector<int> images(50000);
  std::iota(images.begin(), images.end(), 0);
  CPythonRandom(1021).shuffle(images);
  std::sort(images.begin(), images.begin() + 25000);
  std::sort(images.begin() + 25000, images.end());
  CHECK(std::vector<int>{images[0], images[10], images[111]} == std::vector<int>{0, 26, 203});
  CHECK(std::vector<int>{images[25000], images[25010], images[25111]} == std::vector<int>{1, 18, 242});
}
