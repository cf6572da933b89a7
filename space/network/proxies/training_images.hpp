#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "space/network/data/cell_images.hpp"
#include "space/network/proxies/proxy_score.hpp"

namespace cellar::network {

// Training images for proxies to look at, normalised as the original does.
struct TrainingImages {
  std::string set;  // "cifar10"
  int classes = 0, side = 0;
  std::vector<float> pixels;         // [N, 3, side, side]
  std::vector<std::int64_t> labels;  // [N]

  ProxyImages view() const { return {pixels, labels}; }
  // Of pixels and labels.
  std::uint64_t checksum() const;
};

// As many batches as proxies look at, or all images where there are fewer: the first in an order that is drawn from the
// seed. Proxies are defined on a batch of training data, so the images are as they are, neither cropped nor mirrored:
// Mellor et al. take both out of the original's transforms (nas-without-training, datasets/data.py). The code of
// Abdelfattah et al. leaves them in (zero-cost-nas, foresight/dataset.py), of which their definitions say nothing.
TrainingImages first_training_images(const CellImages& images, int batch, std::uint64_t seed);

}  // namespace cellar::network
