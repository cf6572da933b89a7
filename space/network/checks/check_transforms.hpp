#pragma once

#include "space/network/checks/comparison.hpp"

namespace cellar::network {

// "data/transforms": images as they are shown for training and for evaluation, to a rounding of float32.
Comparison check_transforms(const RecordedCase& recorded);

}  // namespace cellar::network
