#pragma once

#include <c10/core/Device.h>

#include "core/searcher.hpp"

namespace cellar::network {

// What comes before anything is trained or evaluated: memory of freed tensors is kept, this thread's arithmetic gets
// its threads, the device is found, and LibTorch is checked (self_check.hpp).
at::Device prepared_device(const Resources& resources);

}  // namespace cellar::network
