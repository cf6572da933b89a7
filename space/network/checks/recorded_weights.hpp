#pragma once

#include <string>

#include "space/network/checks/comparison.hpp"
#include "space/network/weights.hpp"

// A network's tensors beside those that a case records under a prefix: "init/", "grad/", "after/", …
namespace cellar::network {

// Every tensor of the network; an Error if one is not recorded.
void load_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights);

// All that is recorded. `floor`: as Comparison's.
void compare_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                     Comparison& comparison, double floor = 0);

// Their gradients. Some are zero in exact arithmetic, and rounding of what was added up in inexact (a bias, or the only
// scale, before a batch normalisation); a thousandth of the network's largest counts as their magnitude.
void compare_gradients(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                       Comparison& comparison);

}  // namespace cellar::network
