#pragma once

#include "space/network/checks/comparison.hpp"

// Recorded cases of Beta-DARTS, computed again.
namespace cellar::oneshot {

// "beta_darts/mlc_…": the regulariser, its gradient, its weights by epoch.
network::Comparison check_beta_regulariser(const network::RecordedCase& recorded);

// "beta_darts/arch_step_…": steps of the architecture parameters by a supernet's loss and the regulariser.
network::Comparison check_beta_steps(const network::RecordedCase& recorded);

}  // namespace cellar::oneshot
