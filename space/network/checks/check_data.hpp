#pragma once

#include <filesystem>

#include "space/network/checks/comparison.hpp"

namespace cellar::network {

// "data": the files of each version of each set, read and compared with expected.json (labels, coarse ones too, sums of
// pixels, first bytes, the classes that ImageNet16-120 keeps, mean and deviation), whole numbers exactly; and
// "data/transforms": images for training and evaluation, to a rounding of float32.
Comparison check_data(const std::filesystem::path& folder);

}  // namespace cellar::network
