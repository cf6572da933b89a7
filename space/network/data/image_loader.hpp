#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "space/network/batch.hpp"
#include "space/network/data/batch_stream.hpp"
#include "space/network/data/host_batch.hpp"
#include "space/network/data/image_data.hpp"
#include "space/network/data/loader_options.hpp"
#include "space/network/data/search_split.hpp"

namespace cellar::network {

// Which images a loader shows, and how.
struct ImageSelection {
  bool of_test = false;    // of the test images instead of the training images
  std::vector<int> items;  // their numbers
  bool augmented = false;
  bool shuffled = false;
};

// Batches of images, every item once an epoch, the last batch smaller where they do not divide. Batch `step` of epoch
// `epoch` is the same for ever: all that resuming needs is these two numbers.
class ImageLoader {
 public:
  ImageLoader(std::shared_ptr<const ImageData> data, ImageSelection selection, const LoaderOptions& options);

  std::int64_t steps() const;  // of an epoch
  Batch batch(std::int64_t epoch, std::int64_t step) const;
  BatchStream<HostBatch, Batch> epoch(std::int64_t epoch, std::int64_t from_step = 0) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;  // streams share it
};

// All training images in random order, augmented: for training a found cell (the benchmark's batch is 256).
ImageLoader training_loader(std::shared_ptr<const ImageData> data, const LoaderOptions& options);
// The validation images in random order, as they are (AutoDL-Projects' valid_loader), or augmented (its ENAS.py for
// NAS-Bench-201).
ImageLoader validation_loader(std::shared_ptr<const ImageData> data, const SearchSplit& split,
                              const LoaderOptions& options, bool augmented = false);
// The test images that the search has not seen, in their order, as they are.
ImageLoader test_loader(std::shared_ptr<const ImageData> data, const SearchSplit& split, const LoaderOptions& options);

}  // namespace cellar::network
