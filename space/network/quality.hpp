#pragma once

#include <vector>

namespace cellar::network {

// How well a network answers. Means over images.
struct Quality {
  double loss = 0;            // cross entropy
  double top1 = 0, top5 = 0;  // [%]; of fewer than five classes, top-5 is 100
};

// What came of an epoch of training.
struct EpochResult {
  double learning_rate = 0;
  Quality train;                   // of each batch before the step that it makes
  std::vector<Quality> evaluated;  // after the epoch, of each set that is not trained on
};

}  // namespace cellar::network
