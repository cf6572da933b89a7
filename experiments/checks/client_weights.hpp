#pragma once

#include <filesystem>
#include <string>

#include "experiments/client/original_client.hpp"
#include "experiments/client/python_text.hpp"

namespace cellar {

// Which trained network's weights in which archive.
struct WeightsPlace {
  std::filesystem::path archive;
  std::size_t index = 0;
  std::string schedule, dataset;
  int seed = 0;
};

// Whether the archive has the weights of this training: one of another version may lack it.
bool is_archived(const WeightsPlace& place);

// Of each tensor by name: shape, dtype, numel, sum, the first eight and the last three values. `expected` is the same
// as recorded: its sums are taken over where ours are equal to 1e-12 of the sum of the magnitudes, for a sum that
// nearly cancels depends on its order.
PythonValue weights_summary(const WeightsPlace& place, const PythonValue& expected);

// Shape, dtype and all values of one tensor.
PythonValue weights_tensor(const WeightsPlace& place, const std::string& name);

}  // namespace cellar
