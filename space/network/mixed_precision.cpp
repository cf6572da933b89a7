#include "space/network/mixed_precision.hpp"

#include <ATen/autocast_mode.h>
#include <fmt/format.h>

#include "core/errors.hpp"
#include "space/network/torch_versions.hpp"

namespace cellar::network {

MixedPrecision::MixedPrecision(bool on, at::Device device) : on_(on), device_(device.type()) {
  if (!on_) return;
  if (!device.is_cpu() && !device.is_cuda())
    throw Error(fmt::format("precision bfloat16 is for cpu and cuda, not for {}", device.str()));
  at::autocast::increment_nesting();
  set_autocast(device_, true, at::kBFloat16);
}

MixedPrecision::~MixedPrecision() {
  if (!on_) return;
  set_autocast(device_, false, at::kBFloat16);
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
}

}  // namespace cellar::network
