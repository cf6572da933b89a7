#include <ATen/ATen.h>

#include "searchers/oneshot/checks/check_beta_darts.hpp"
#include "searchers/oneshot/checks/check_cells.hpp"
#include "searchers/oneshot/checks/check_controller.hpp"
#include "searchers/oneshot/checks/check_dirichlet.hpp"
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

TEST_CASE("ENAS's controller computes what the original's does: states, losses, gradients, updates") {
  check_cases("data/oneshot/enas", "controller", oneshot::check_controller, 2);
}

TEST_CASE("Calls of training ENAS's controller by a supernet leave the original's weights and give its means") {
  check_cases("data/oneshot/enas", "train_controller", oneshot::check_controller_training, 1);
}

TEST_CASE("Beta-DARTS's regulariser, its gradient and its weights are the original's") {
  check_cases("data/oneshot/beta_darts", "mlc", oneshot::check_beta_regulariser, 2);
}

TEST_CASE("Steps of architecture parameters with Beta-DARTS's regulariser are those of its formulas") {
  check_cases("data/oneshot/beta_darts", "arch_step", oneshot::check_beta_steps, 2);
}

TEST_CASE("DrNAS's distributions, draws and gradients are torch's, and the gradients exact where torch's are not") {
  check_cases("data/oneshot/drnas", "dirichlet", oneshot::check_dirichlet, 2);
}

TEST_CASE("All cells come in the order that the original makes them in") {
  const auto file = test::reference("data/oneshot/setn/gen_all_order.json");
  if (file.empty()) return;
  const auto comparison = oneshot::check_generation_order(file);
  CAPTURE(comparison.failed());
  REQUIRE(comparison.passed());
}

}  // namespace cellar
