#include "space/network/data/placement.hpp"

#include <algorithm>

namespace cellar::network {

namespace {

int uniform(int bound, Rng& rng) { return static_cast<int>(rng.below(static_cast<std::uint32_t>(bound))); }

}  // namespace

Augmentation augmentation_of(std::string_view set, const LabelledImages& images) {
  const bool flip = set != "mnist" && set != "idx" && set != "toy";
  return {.flip = flip, .padding = std::min(images.height, images.width) / 8};
}

Placement draw_placement(const Augmentation& augmentation, const LabelledImages& images, Rng& rng) {
  Placement placement;
  placement.flip = augmentation.flip && rng.below(2) == 1;
  if (augmentation.padding > 0) {
    placement.top = uniform(2 * augmentation.padding + 1, rng) - augmentation.padding;
    placement.left = uniform(2 * augmentation.padding + 1, rng) - augmentation.padding;
  }
  if (augmentation.cutout > 0) {
    placement.cutout = augmentation.cutout;
    placement.center_y = uniform(images.height, rng);
    placement.center_x = uniform(images.width, rng);
  }
  return placement;
}

}  // namespace cellar::network
