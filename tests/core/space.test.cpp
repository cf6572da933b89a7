#include "core/space.hpp"

#include <map>
#include <set>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/core/toy.hpp"

using namespace cellar;
using test::ToySpace;

TEST_CASE("Codes, spellings and architectures correspond one to one over a whole space") {
  const ToySpace space;
  REQUIRE(*space.size() == 24);
  std::set<Architecture> seen;
  for (std::uint64_t code = 0; code < 24; ++code) {
    const Architecture arch = space.from_code(code);
    CHECK(space.valid(arch));
    CHECK(space.code(arch) == code);
    CHECK(space.parse(space.format(arch)) == arch);
    seen.insert(arch);
  }
  CHECK(seen.size() == 24);
  CHECK(space.format(space.from_code(1)) == "0:0:1");  // the last choice is the fastest
}

TEST_CASE("Neighbours are all that differ in one choice") {
  const ToySpace space;
  for (std::uint64_t code = 0; code < 24; ++code) {
    const Architecture arch = space.from_code(code);
    std::set<Architecture> expected;
    for (std::uint64_t other = 0; other < 24; ++other) {
      const Architecture far = space.from_code(other);
      int differences = 0;
      for (std::size_t choice = 0; choice < 3; ++choice) differences += far[choice] != arch[choice] ? 1 : 0;
      if (differences == 1) expected.insert(far);
    }
    const auto near = space.neighbours(arch);
    CHECK(near.size() == 6);
    CHECK(std::set<Architecture>(near.begin(), near.end()) == expected);
  }
}

TEST_CASE("A mutation changes one choice to another value, choices and values equally often") {
  const ToySpace space;
  Rng rng(1);
  const Architecture arch = {1, 1, 2};
  std::map<Architecture, int> counts;
  for (int i = 0; i < 60'000; ++i) ++counts[space.mutate(arch, rng)];
  CHECK(counts.size() == 6);
  CHECK(counts[Architecture{0, 1, 2}] == Approx(20'000).margin(700));
  CHECK(counts[Architecture{1, 0, 2}] == Approx(10'000).margin(600));
  CHECK(counts[Architecture{1, 1, 0}] == Approx(6'667).margin(500));
}

TEST_CASE("Choices with one value are never mutated") {
  class Narrow final : public SearchSpace {
   public:
    Narrow() : SearchSpace({1, 3, 1}) {}
    std::string name() const override { return "narrow"; }
  };
  const Narrow space;
  Rng rng(2);
  for (int i = 0; i < 100; ++i) CHECK(space.mutate({0, 1, 0}, rng)[1] != 1);
}

TEST_CASE("A space too large for an index says so") {
  class Large final : public SearchSpace {
   public:
    Large() : SearchSpace(std::vector<int>(32, 255)) {}
    std::string name() const override { return "large"; }
  };
  const Large space;
  CHECK_FALSE(space.size());
  Rng rng(3);
  const Architecture arch = space.random(rng);
  CHECK(space.parse(space.format(arch)) == arch);
}

TEST_CASE("What is no architecture is refused with its position and what is allowed") {
  const ToySpace space;
  CHECK_THROWS_WITH(space.parse("0:3:0"), ContainsSubstring("choice 1 is '3'") && ContainsSubstring("0 to 2"));
  CHECK_THROWS_WITH(space.parse("0:1"), ContainsSubstring("3 choices"));
  CHECK_THROWS_WITH(space.parse("0:1:2:3"), ContainsSubstring("choice 2 is '2:3'"));
  CHECK_THROWS_WITH(space.parse(""), ContainsSubstring("3 choices"));
  CHECK_THROWS_WITH(space.parse("0::2"), ContainsSubstring("choice 1 is ''"));
  CHECK_FALSE(space.valid({0, 3, 0}));
  CHECK_FALSE(space.valid({0, 0}));
}
