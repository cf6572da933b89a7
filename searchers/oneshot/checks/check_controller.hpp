#pragma once

#include "space/network/checks/comparison.hpp"

// Recorded cases of ENAS's controller, computed again with the recorded choices.
namespace cellar::oneshot {

// "enas/controller_…": what it makes of cells, edge by edge; losses, gradients and updates.
network::Comparison check_controller(const network::RecordedCase& recorded);

// "enas/train_controller_…": calls of train_controller with a supernet that scores the cells.
network::Comparison check_controller_training(const network::RecordedCase& recorded);

}  // namespace cellar::oneshot
