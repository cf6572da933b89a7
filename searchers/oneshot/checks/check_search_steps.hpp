#pragma once

#include "space/network/checks/comparison.hpp"

namespace cellar::oneshot {

// "supernet/…" and "supernet_nb201/…": the steps of a search in sequence, with the choices that were recorded: logits,
// losses, gradients, architecture parameters, state at the end, derived cell.
network::Comparison check_search_steps(const network::RecordedCase& recorded);

// "darts_unrolled/…": what one gradient of DARTS's second order is made of.
network::Comparison check_unrolled(const network::RecordedCase& recorded);

}  // namespace cellar::oneshot
