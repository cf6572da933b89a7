#pragma once

#include <set>
#include <string>

#include "space/network/checks/comparison.hpp"
#include "space/network/weights.hpp"

// A network's tensors beside those that a case records under a prefix: "init/", "grad/", "after/", …
namespace cellar::network {

// Every tensor of the network; an Error if one is not recorded, or is recorded as whole numbers and none is expected.
void load_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights);

// Names of weights whose values, or gradients, are zero in exact arithmetic, or would be without weight decay.
using VanishingNames = std::set<std::string>;

// All that is recorded. Of vanishing ones the largest of all weights is the magnitude.
void compare_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                     Comparison& comparison, const VanishingNames& vanishing = {});

// Their gradients. Of vanishing ones the largest of all gradients of the network is the magnitude.
void compare_gradients(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                       Comparison& comparison, const VanishingNames& vanishing);

// The largest magnitude of all gradients.
double largest_gradient(const Weights& weights);

}  // namespace cellar::network
