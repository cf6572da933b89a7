#pragma once

#include <cstdint>
#include <memory>

#include "space/network/data/batch_stream.hpp"
#include "space/network/data/host_batch.hpp"
#include "space/network/data/image_data.hpp"
#include "space/network/data/loader_options.hpp"
#include "space/network/data/search_split.hpp"

namespace cellar::network {

// A batch for the weights and one for the architecture, of the same size N, on the loader's device: images [N, 3, H, W]
// in float32 and labels [N] in int64.
struct SearchBatch {
  at::Tensor base_x, base_y, arch_x, arch_y;
};

// The same before it is there.
struct HostSearchBatch {
  HostBatch base, arch;
};

// AutoDL-Projects' SearchDataset behind a shuffled loader: every training image once an epoch, each with a validation
// image that is drawn with replacement; both are augmented. The last batch is smaller where they do not divide.
// Batch `step` of epoch `epoch` is the same for ever.
class SearchLoader {
 public:
  SearchLoader(std::shared_ptr<const ImageData> data, SearchSplit split, const LoaderOptions& options);

  std::int64_t steps() const;  // of an epoch
  SearchBatch batch(std::int64_t epoch, std::int64_t step) const;
  BatchStream<HostSearchBatch, SearchBatch> epoch(std::int64_t epoch, std::int64_t from_step = 0) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;  // streams share it
};

}  // namespace cellar::network
