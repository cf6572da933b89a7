#pragma once

#include <cstdint>

#include "space/network/data/image_data.hpp"

namespace cellar::network {

struct ToyOptions {
  int classes = 4, side = 4;
  int train = 96, test = 48;  // images
  int noise = 40;             // largest deviation of a pixel from its class's pattern [grey levels]
};

// A set that is made, not read: each class is a pattern of random colours, each image one with noise. It can be learnt
// in seconds, for tests. The same seed makes the same images everywhere.
ImageData make_toy_images(std::uint64_t seed, const ToyOptions& options = {});

}  // namespace cellar::network
