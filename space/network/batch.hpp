#pragma once

#include <ATen/core/Tensor.h>

namespace cellar::network {

struct Batch {
  at::Tensor images;  // [N, 3, H, W]
  at::Tensor labels;  // [N], int64
};

}  // namespace cellar::network
