#pragma once

#include <string_view>

#include "core/formats/images/labelled_images.hpp"
#include "core/random.hpp"

namespace cellar::network {

// How training images are varied (AutoDL-Projects, get_dataset_with_transform.py): mirrored at random, shifted by up to
// `padding` pixels with black coming in, and with a square of normalised zeros of side `cutout` [pixels]; 0 is none.
struct Augmentation {
  bool flip = true;
  int padding = 4;
  int cutout = 0;
};

// The original's for its sets, whose padding is an eighth of the side. Where mirrored images are no longer what they
// were, digits and letters (mnist, idx), and in the toy set, nothing is mirrored.
Augmentation augmentation_of(std::string_view set, const LabelledImages& images);

// One image's variation: mirrored first, then the pixel (top, left) of it becomes the first one; beyond the image is
// black. Without anything, as images are evaluated.
struct Placement {
  bool flip = false;
  int top = 0, left = 0;
  int cutout = 0, center_y = 0, center_x = 0;  // the square [center - cutout / 2, center + cutout / 2), clipped
};

// In the original's order: mirror, shift, square.
Placement draw_placement(const Augmentation& augmentation, const LabelledImages& images, Rng& rng);

}  // namespace cellar::network
