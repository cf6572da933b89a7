#pragma once

#include <c10/core/Device.h>

#include <cstdint>
#include <optional>

namespace cellar::network {

// How loaders work. Batches depend on the seed and on nothing that is not of the data: not on the number of threads,
// and not on the device.
struct LoaderOptions {
  int batch = 64;
  std::uint64_t seed = 0;
  int threads = 1;                  // in the background; 0: a batch is made when it is asked for
  at::Device device = c10::kCPU;    // where the batches are wanted
  std::optional<bool> on_device{};  // whether images are varied and normalised there, from bytes, or on the host;
                                    // none: there, unless it is the CPU
};

}  // namespace cellar::network
