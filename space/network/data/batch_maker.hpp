#pragma once

#include <cstdint>
#include <optional>

#include "space/network/batch.hpp"
#include "space/network/data/device_transform.hpp"
#include "space/network/data/host_batch.hpp"
#include "space/network/data/loader_options.hpp"

namespace cellar::network {

// Makes a loader's batches: begun and filled by background threads, finished by the one that trains.
class BatchMaker {
 public:
  BatchMaker(const Normalisation& normalisation, const LoaderOptions& options);

  NewBatch begin(const LabelledImages& images, std::int64_t size) const;
  // On the device of the options, images in float32. On CUDA devices it waits for nothing.
  Batch finish(const HostBatch& made) const;

 private:
  ImageTransform transform_;
  at::Device device_;
  std::optional<DeviceTransform> on_device_;  // none: images are made on the host
};

}  // namespace cellar::network
