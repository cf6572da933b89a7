#include "space/network/prepared_device.hpp"

#include <ATen/Parallel.h>

#include "space/network/device.hpp"
#include "space/network/full_precision.hpp"
#include "space/network/memory.hpp"
#include "space/network/self_check.hpp"

namespace cellar::network {

at::Device prepared_device(const Resources& resources) {
  tune_allocator();
  at::set_num_threads(resources.threads);
  take_working_memory();
  const at::Device device = find_device(resources.device);
  if (resources.deterministic) use_deterministic_sums();
  require_right_gradients(device);
  return device;
}

}  // namespace cellar::network
