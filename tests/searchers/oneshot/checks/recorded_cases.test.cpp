#include <ATen/ATen.h>

#include "searchers/oneshot/checks/check_cells.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include "tests/space/network/checks/check_cases.hpp"

// What the original computed, computed again.
namespace cellar {

using test::check_cases;

TEST_CASE("Cells derived of architecture parameters are the original's, connected or not, with its unique strings") {
  check_cases("data/oneshot/derive", "", oneshot::check_derive, 1);
}

TEST_CASE("GDAS's weights, probabilities and gradients are the original's for its Gumbel numbers") {
  check_cases("data/oneshot/gdas_sampling", "", oneshot::check_gdas_sampling, 2);
}

TEST_CASE("SETN's ranking of all cells and their log-probabilities are the original's") {
  check_cases("data/oneshot/setn", "", oneshot::check_setn, 5);
}

TEST_CASE("All cells come in the order that the original makes them in") {
  const auto file = test::reference("data/oneshot/setn/gen_all_order.json");
  if (file.empty()) return;
  const auto comparison = oneshot::check_generation_order(file);
  CAPTURE(comparison.failed());
  REQUIRE(comparison.passed());
}

}  // namespace cellar
