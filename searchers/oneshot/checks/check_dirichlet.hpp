#pragma once

#include "space/network/checks/comparison.hpp"

namespace cellar::oneshot {

// "drnas/dirichlet_…", computed again: concentrations, divergences, draws of given gamma variates, and gradients.
network::Comparison check_dirichlet(const network::RecordedCase& recorded);

}  // namespace cellar::oneshot
