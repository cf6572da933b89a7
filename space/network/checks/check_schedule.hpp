#pragma once

#include "space/network/checks/comparison.hpp"

namespace cellar::network {

// The settings of every step of a recorded search: epoch, learning rate, temperature, drop path; and the sizes that the
// index gives.
void compare_schedule(const RecordedCase& recorded, Comparison& comparison);

}  // namespace cellar::network
