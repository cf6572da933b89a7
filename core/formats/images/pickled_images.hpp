#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/formats/images/labelled_images.hpp"

namespace cellar {

// What a batch of CIFAR's Python version, or of downsampled ImageNet, looks like: a pickled dict with "data", bytes
// [images, 3 * side * side], each image planar, and a list of labels.
struct PickledBatch {
  std::string_view labels = "labels";  // its key
  int side = 32;
  LabelRange range{0, 9};  // of labels that may stand there
  LabelRange kept{0, 9};   // of labels whose images are read, as 0, 1, …
};

// Adds the images of a file, whose bytes these are, to `images`. An Error names the file and says what is wrong in it.
void append_pickled_images(LabelledImages& images, std::span<const std::byte> bytes, const PickledBatch& batch,
                           const std::string& source);

}  // namespace cellar
