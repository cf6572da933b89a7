#pragma once

#include <filesystem>

#include "space/network/checks/comparison.hpp"

namespace cellar::network {

// "data/expected.json": the files of each version of each set that lies in `folder`, read and compared (labels, coarse
// ones too, sums of pixels, first bytes, the classes that ImageNet16-120 keeps, mean and deviation), whole numbers
// exactly.
Comparison check_data(const std::filesystem::path& folder, const RecordedValue& expected);

}  // namespace cellar::network
