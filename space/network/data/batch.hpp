#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <utility>

#include "space/network/batch.hpp"
#include "space/network/data/transform.hpp"

namespace cellar::network {

// How loaders work. Batches depend on the seed and on nothing that is not of the data: not on the number of threads.
struct LoaderOptions {
  int batch = 64;
  std::uint64_t seed = 0;
  int threads = 1;  // in the background; 0: a batch is made when it is asked for
};

// An empty batch of float32 on the CPU, filled image by image.
class NewBatch {
 public:
  NewBatch(const LabelledImages& images, const ImageTransform& transform, std::int64_t size);

  void set(std::int64_t place, int number, const Placement& placement);
  Batch take() { return std::move(batch_); }

 private:
  const LabelledImages& images_;
  const ImageTransform& transform_;
  Batch batch_;
  float* values_;
  std::int64_t* labels_;
};

}  // namespace cellar::network
