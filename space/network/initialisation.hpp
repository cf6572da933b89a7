#pragma once

#include <cstdint>

#include "space/network/weights.hpp"

namespace cellar::network {

// Initial values, drawn on the host in double and then converted, so that they are the same on every platform and
// device. Each tensor has a stream of its own that derives from the seed and the tensor's name: it does not matter what
// else is in the network. Batch normalisation gets scale 1, shift 0 and running statistics 0 and 1.

// As PyTorch initialises convolutions and linear layers: weights and biases uniform over ±1/sqrt(fan in) (He et al.
// 2015 with a = sqrt 5).
void initialise_uniform(const Weights& weights, std::uint64_t seed);

// Weights of convolutions and linear layers standard normal, their biases 0 (Zen-NAS, Lin et al. 2021).
void initialise_normal(const Weights& weights, std::uint64_t seed);

}  // namespace cellar::network
