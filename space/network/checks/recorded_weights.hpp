#pragma once

#include <string>

#include "space/network/checks/comparison.hpp"
#include "space/network/checks/expected_rounding.hpp"
#include "space/network/weights.hpp"

// A network's tensors beside those that a case records under a prefix: "init/", "grad/", "after/", …
namespace cellar::network {

// Every tensor of the network; an Error if one is not recorded, or is recorded as whole numbers and none is expected.
void load_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights);

// All that is recorded. Of those whose gradients vanish the largest of all weights is the magnitude.
void compare_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                     Comparison& comparison, const WeightNames& vanishing = {});

// Their gradients. Of vanishing ones the largest of all gradients of the network is the magnitude.
void compare_gradients(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                       Comparison& comparison, const ExpectedRounding& rounding = {});

// The largest magnitude of all gradients.
double largest_gradient(const Weights& weights);

}  // namespace cellar::network
