#include "searchers/oneshot/uniform_cells.hpp"

#include <set>

#include "space/nb201/cell.hpp"
#include "tests/catch.hpp"
#include "tests/space/chi_square.hpp"

namespace cellar {

namespace {

constexpr auto kEdges = nb201::kEdges.size();
constexpr auto kOperations = nb201::kOperationNames.size();

// The operations of the edges into `node`, as a number with a digit for each.
std::size_t group(const Architecture& cell, int node) {
  std::size_t code = 0;
  for (int from = 0; from < node; ++from) code = code * kOperations + cell[nb201::edge_index(from, node)];
  return code;
}

}  // namespace

TEST_CASE("Uniform cells have every operation on every edge equally often, and all edges none now and then") {
  Rng rng(1);
  std::vector<std::uint64_t> counts(15625);
  for (int draw = 0; draw < 400000; ++draw) {
    const Architecture cell = oneshot::uniform_cell(rng);
    std::size_t code = 0;
    for (const std::uint8_t choice : cell.choices()) code = code * kOperations + choice;
    ++counts.at(code);
  }
  REQUIRE(counts[0] > 0);
  REQUIRE(std::abs(test::chi_square_deviate(counts)) < 4);
}

TEST_CASE("Live cells are uniform over each node's operations but for all none, which never comes") {
  Rng rng(2);
  for (int node = 1; node < nb201::kNodes; ++node) {
    std::size_t groups = 1;
    for (int from = 0; from < node; ++from) groups *= kOperations;
    std::vector<std::uint64_t> counts(groups);
    std::vector<double> probabilities(groups, 1.0 / static_cast<double>(groups - 1));
    probabilities[0] = 0;
    for (const Architecture& cell : oneshot::live_cells(50000, rng)) ++counts.at(group(cell, node));
    CAPTURE(node);
    REQUIRE(std::abs(test::chi_square_deviate(counts, probabilities)) < 4);
  }
}

TEST_CASE("Distinct cells are all different, and any cell may be among them, in any place") {
  Rng rng(3);
  const auto all = oneshot::distinct_cells(15625, rng);
  REQUIRE(std::set<Architecture>(all.begin(), all.end()).size() == 15625);
  std::vector<std::uint64_t> first(kEdges * kOperations), last(kEdges * kOperations);
  for (int draw = 0; draw < 2000; ++draw) {
    const auto few = oneshot::distinct_cells(100, rng);
    REQUIRE(std::set<Architecture>(few.begin(), few.end()).size() == 100);
    for (std::size_t edge = 0; edge < kEdges; ++edge) {
      ++first.at(edge * kOperations + few.front()[edge]);
      ++last.at(edge * kOperations + few.back()[edge]);
    }
  }
  REQUIRE(std::abs(test::chi_square_deviate(first)) < 4);
  REQUIRE(std::abs(test::chi_square_deviate(last)) < 4);
  REQUIRE_THROWS_AS(oneshot::distinct_cells(15626, rng), ContractError);
}

}  // namespace cellar
