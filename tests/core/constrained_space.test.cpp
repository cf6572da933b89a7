#include "tests/conformance/constrained_space.hpp"

#include <set>

#include "core/errors.hpp"
#include "space/restricted.hpp"
#include "tests/catch.hpp"
#include "tests/core/differences.hpp"
#include "tests/core/toy.hpp"

using namespace cellar;
using conformance::GraphSpace;
using conformance::UnorderedSpace;
using test::differences;

TEST_CASE("In a space of graphs every index is a valid encoding, and back") {
  const GraphSpace space(4);
  CHECK(*space.size() == 103);
  CHECK(*space.codes() == 576);
  CHECK_FALSE(space.is_product());
  std::uint64_t index = 0;
  for (std::uint64_t code = 0; code < 576; ++code) {
    const Architecture arch = space.from_code(code);
    if (!space.valid(arch)) continue;
    CHECK(space.index(arch) == index);
    CHECK(space.at(index++) == arch);
    CHECK(space.parse(space.format(arch)) == arch);
  }
  CHECK(index == 103);
  CHECK(GraphSpace().size() == 3583);
}

TEST_CASE("What is drawn, mutated and near in a space of graphs is valid, and nothing valid is left out") {
  const GraphSpace space(4);
  Rng rng(1);
  std::set<Architecture> drawn;
  for (int i = 0; i < 5000; ++i) {
    const Architecture arch = space.random(rng);
    const Architecture child = space.mutate(arch, rng);
    CHECK(space.valid(arch));
    CHECK(space.valid(child));
    CHECK(child != arch);
    drawn.insert(arch);
  }
  CHECK(drawn.size() == 103);
  for (std::uint64_t index = 0; index < 103; ++index) {
    const Architecture arch = space.at(index);
    std::set<Architecture> expected;
    for (std::uint64_t other = 0; other < 103; ++other) {
      if (differences(arch, space.at(other)) == 1) expected.insert(space.at(other));
    }
    const auto near = space.neighbours(arch);
    CHECK(std::set<Architecture>(near.begin(), near.end()) == expected);
  }
}

TEST_CASE("A repaired encoding is the nearest valid one, and a valid one stays") {
  const GraphSpace space(4);
  for (std::uint64_t code = 0; code < 576; ++code) {
    const Architecture arch = space.from_code(code);
    const Architecture repaired = space.repair(arch);
    REQUIRE(space.valid(repaired));
    int least = 100;
    for (std::uint64_t index = 0; index < 103; ++index) least = std::min(least, differences(arch, space.at(index)));
    CHECK(differences(arch, repaired) == least);
    CHECK(space.repair(repaired) == repaired);
  }
  CHECK(space.valid(space.repair({200, 1})));  // also of what is no encoding at all
}

TEST_CASE("Where nothing is valid near, repairing says so") {
  struct Empty final : SearchSpace {
    Empty() : SearchSpace({3, 3}) {}
    std::string name() const override { return "empty"; }
    bool valid(const Architecture&) const override { return false; }
  };
  CHECK_THROWS_AS(Empty().repair({0, 0}), ContractError);
}

TEST_CASE("Equivalent encodings share an index, which leads back to one of them") {
  const UnorderedSpace space;
  CHECK(*space.size() == 56);
  std::set<std::uint64_t> indices;
  for (std::uint64_t code = 0; code < 216; ++code) {
    const Architecture arch = space.from_code(code);
    CHECK(space.valid(arch));
    CHECK(space.index(arch) == space.index(space.canonical(arch)));
    CHECK(space.at(space.index(arch)) == space.canonical(arch));
    indices.insert(space.index(arch));
  }
  CHECK(indices.size() == 56);
}

TEST_CASE("A restricted space is what is listed, and says why another architecture is not in it") {
  const auto toy = std::make_shared<test::ToySpace>();
  const RestrictedSpace space(toy, {3, 7, 20});
  CHECK(*space.size() == 3);
  CHECK(space.name() == "toy");
  Rng rng(1);
  for (int i = 0; i < 200; ++i) {
    CHECK(space.valid(space.random(rng)));
    CHECK(space.valid(space.mutate(space.at(1), rng)));
  }
  for (std::uint64_t index = 0; index < 3; ++index) CHECK(space.index(space.at(index)) == index);
  CHECK(space.at(2) == toy->at(20));
  CHECK_FALSE(space.valid(toy->at(4)));
  CHECK(space.repair(toy->at(4)) == toy->at(7));
  CHECK_THAT(space.why_invalid(toy->at(4)), ContainsSubstring("not among those that the search is restricted to"));
  CHECK_THAT(space.why_invalid({0, 9, 0}), ContainsSubstring("choice 1 is 9"));
  CHECK_THROWS_AS(RestrictedSpace(toy, {}), ContractError);
}
