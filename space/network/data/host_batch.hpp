#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <utility>

#include "space/network/data/transform.hpp"

namespace cellar::network {

// A batch as background threads make it, on the host: images that are ready, or bytes with their placements, from which
// DeviceTransform makes the same images. In pinned memory where it goes to a CUDA device.
struct HostBatch {
  at::Tensor images;   // ready: [N, 3, H, W], float32; else bytes as they are stored: [N, C, H, W], uint8, C = 1 or 3
  at::Tensor shifts;   // of bytes: flip (0 or 1), top, left; [N, 3], int64; undefined where no image has any
  at::Tensor squares;  // of bytes: cutout / 2, center_y, center_x; [N, 3], int64; undefined where no image has one
  at::Tensor labels;   // [N], int64
};

// An empty one, filled image by image.
class NewBatch {
 public:
  // `transform`: none makes a batch of bytes. `is_pinned`: in pinned memory, which only CUDA has.
  NewBatch(const LabelledImages& images, const ImageTransform* transform, std::int64_t size, bool is_pinned);

  void set(std::int64_t place, int number, const Placement& placement);
  HostBatch take();

 private:
  void set_bytes(std::int64_t place, std::size_t image, const Placement& placement);

  const LabelledImages& images_;
  const ImageTransform* transform_;
  HostBatch batch_;
  bool is_shifted_ = false, is_cut_ = false;
};

}  // namespace cellar::network
