#pragma once

#include "core/formats/images/labelled_images.hpp"

namespace cellar::network {

// Smaller images, for small machines. Each halving replaces 2 x 2 pixels by their mean (rounded, halves up), as often
// as it takes: 32 pixels become 16 or 8, 28 become 14 or 7. Images of 28 pixels can also become 32, with a black border
// of two, and then 16 or 8. An Error names the sides that can be had.
LabelledImages resized(LabelledImages images, int side);

}  // namespace cellar::network
