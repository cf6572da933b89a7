#include "space/nb201.hpp"

#include <algorithm>
#include <set>

#include "tests/catch.hpp"
#include "tests/core/differences.hpp"
#include "tests/space/chi_square.hpp"
#include "tests/space/reference_rows.hpp"

using cellar::Architecture;
using cellar::Nb201;
using cellar::Rng;
using cellar::test::chi_square_deviate;
using cellar::test::differences;

namespace {

const Nb201& space() {
  static const Nb201 space;
  return space;
}

}  // namespace

TEST_CASE("nb201's index order is that of all 15,625 rows of the official table") {
  const auto file = cellar::test::reference("data/nb201.csv.gz");
  if (file.empty()) return;
  const cellar::test::Rows rows(file);
  REQUIRE(rows.size() == 15625);
  int wrong = 0;
  for (std::size_t index = 0; index < rows.size(); ++index) {
    if (space().format(space().at(index)) != rows.at(index, "arch")) ++wrong;
    if (space().index(space().parse(rows.at(index, "arch"))) != index) ++wrong;
  }
  CHECK(wrong == 0);
}

// The assertions of NAS-Bench-201's own generate_meta_info (AutoDL-Projects, exps/NAS-Bench-201/main.py).
TEST_CASE("nb201 has the cells that the authors' program asserts at indices 0, 9 and 123") {
  CHECK(space().format(space().at(0)) ==
        "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|");
  CHECK(space().format(space().at(9)) == "|avg_pool_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|nor_conv_3x3~2|");
  CHECK(space().format(space().at(123)) ==
        "|avg_pool_3x3~0|+|avg_pool_3x3~0|nor_conv_1x1~1|+|none~0|avg_pool_3x3~1|nor_conv_3x3~2|");
}

TEST_CASE("nb201 has the landmarks all none, all skip_connect and all nor_conv_3x3 at their published indices") {
  CHECK(space().at(1651) == Architecture{0, 0, 0, 0, 0, 0});
  CHECK(space().at(1835) == Architecture{1, 1, 1, 1, 1, 1});
  CHECK(space().at(1462) == Architecture{3, 3, 3, 3, 3, 3});
}

TEST_CASE("nb201's index, dense code and architecture lead to each other for all cells") {
  std::set<std::uint64_t> codes;
  int wrong = 0;
  for (std::uint64_t index = 0; index < space().size(); ++index) {
    const Architecture cell = space().at(index);
    const std::uint64_t code = space().code(cell);
    if (!space().valid(cell) || space().index(cell) != index || space().from_code(code) != cell) ++wrong;
    codes.insert(code);
  }
  CHECK(wrong == 0);
  CHECK(codes.size() == 15625);
  CHECK(*codes.rbegin() == 15624);
}

TEST_CASE("nb201 refuses an index beyond the last") {
  CHECK_NOTHROW(space().at(15624));
  CHECK_THROWS_AS(space().at(15625), cellar::ContractError);
}

TEST_CASE("Every cell of nb201 has 24 different neighbours that differ in one edge and have it as a neighbour") {
  int wrong = 0;
  std::vector<std::set<std::uint64_t>> near(15625);
  for (std::uint64_t index = 0; index < space().size(); ++index) {
    const Architecture cell = space().at(index);
    for (const Architecture& other : space().neighbours(cell)) {
      if (differences(cell, other) != 1 || !space().valid(other)) ++wrong;
      near[index].insert(space().index(other));
    }
    if (near[index].size() != 24) ++wrong;
  }
  for (std::uint64_t index = 0; index < near.size(); ++index) {
    for (const std::uint64_t other : near[index]) wrong += near[other].count(index) == 1 ? 0 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("nb201 draws every cell with the same probability") {
  Rng rng(1);
  std::vector<std::uint64_t> counts(15625);
  for (int draw = 0; draw < 1'000'000; ++draw) ++counts[space().index(space().random(rng))];
  CHECK(chi_square_deviate(counts) < 4);
  CHECK(*std::min_element(counts.begin(), counts.end()) > 0);
}

TEST_CASE("nb201's mutation changes an edge with probability 1/3, 1/6, 1/6, 1/9, 1/9, 1/9 to any other operation") {
  Rng rng(3);
  const Architecture parent{0, 1, 2, 3, 4, 0};
  std::vector<std::uint64_t> counts(6 * 5);
  for (int draw = 0; draw < 1'000'000; ++draw) {
    const Architecture child = space().mutate(parent, rng);
    for (std::size_t edge = 0; edge < 6; ++edge) {
      if (child[edge] != parent[edge]) ++counts[edge * 5 + child[edge]];
    }
  }
  constexpr std::array<double, 6> kEdge = {1.0 / 3, 1.0 / 6, 1.0 / 6, 1.0 / 9, 1.0 / 9, 1.0 / 9};
  std::vector<double> probabilities;
  for (std::size_t edge = 0; edge < 6; ++edge) {
    for (int op = 0; op < 5; ++op) probabilities.push_back(op == parent[edge] ? 0 : kEdge[edge] / 4);
  }
  CHECK(chi_square_deviate(counts, probabilities) < 4);
  CHECK(chi_square_deviate(counts) > 100);  // so the test tells the edges' probabilities from uniform ones
}

TEST_CASE("A mutation of any nb201 cell is a neighbour, and all 24 neighbours are reached") {
  Rng rng(4);
  int wrong = 0;
  for (std::uint64_t index = 0; index < space().size(); ++index) {
    const Architecture cell = space().at(index);
    for (int draw = 0; draw < 20; ++draw) {
      const Architecture child = space().mutate(cell, rng);
      if (differences(cell, child) != 1 || !space().valid(child)) ++wrong;
    }
  }
  CHECK(wrong == 0);
  std::set<Architecture> reached;
  for (int draw = 0; draw < 5000; ++draw) reached.insert(space().mutate(space().at(0), rng));
  const auto near = space().neighbours(space().at(0));
  CHECK(reached == std::set<Architecture>(near.begin(), near.end()));
}

TEST_CASE("nb201 offers the features paths and costs and no others") {
  const Architecture cell = space().at(0);
  REQUIRE(space().features(cell, "paths").has_value());
  CHECK(space().features(cell, "paths")->size() == 155);
  CHECK(space().features(cell, "costs") == std::vector<double>{15.64737, 0.129306});
  CHECK_FALSE(space().features(cell, "path").has_value());
}
