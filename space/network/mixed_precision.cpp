#include "space/network/mixed_precision.hpp"

#include <ATen/autocast_mode.h>
#include <fmt/format.h>

#include "core/errors.hpp"

namespace cellar::network {

MixedPrecision::MixedPrecision(bool on, at::Device device) : on_(on), of_cpu_(device.is_cpu()) {
  if (!on_) return;
  if (!of_cpu_ && !device.is_cuda())
    throw Error(fmt::format("precision bfloat16 is for cpu and cuda, not for {}", device.str()));
  at::autocast::increment_nesting();
  if (of_cpu_) {
    at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    at::autocast::set_cpu_enabled(true);
  } else {
    at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
    at::autocast::set_enabled(true);
  }
}

MixedPrecision::~MixedPrecision() {
  if (!on_) return;
  of_cpu_ ? at::autocast::set_cpu_enabled(false) : at::autocast::set_enabled(false);
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
}

}  // namespace cellar::network
