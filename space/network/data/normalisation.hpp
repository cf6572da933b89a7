#pragma once

#include <array>
#include <string_view>

#include "core/formats/images/image_folder.hpp"

namespace cellar::network {

// Mean and standard deviation of each channel, of pixels from 0 to 1.
struct Normalisation {
  std::array<double, 3> mean{}, deviation{};
};

// The original's for CIFAR and ImageNet16 (AutoDL-Projects, get_dataset_with_transform.py), that of the training images
// for every other set.
Normalisation normalisation_of(const ImageDataset& set);

// Of all pixels; grey images count as three equal channels. What does not vary gets the deviation of one grey level.
Normalisation measured_normalisation(const LabelledImages& images);

}  // namespace cellar::network
