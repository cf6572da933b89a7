#pragma once

#include <array>
#include <cstddef>

#include "core/formats/images/labelled_images.hpp"
#include "space/network/data/normalisation.hpp"
#include "space/network/data/placement.hpp"

namespace cellar::network {

// Turns bytes into what networks read, float32 [3, height, width]: placed, divided by 255, normalised in float32, as
// torchvision's ToTensor and Normalize do. Grey images become three channels. Every byte's value is computed once.
class ImageTransform {
 public:
  explicit ImageTransform(const Normalisation& normalisation);

  static std::size_t values(const LabelledImages& images);  // of one image: 3 * height * width

  void write(const LabelledImages& images, std::size_t number, const Placement& placement, float* values) const;

  // The value of every byte in every channel.
  using Table = std::array<std::array<float, 256>, 3>;
  const Table& table() const { return table_; }

 private:
  Table table_;
};

}  // namespace cellar::network
