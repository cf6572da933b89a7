#pragma once

#include <c10/core/Device.h>

#include "space/network/checks/comparison.hpp"

namespace cellar::oneshot {

// "init/init_stats.json": sizes, bounds, means and deviations of the initial values of networks, architecture
// parameters and a controller. Ours are other draws: bounds are compared exactly, means and deviations within six
// standard errors of the difference of two draws.
network::Comparison check_initialisation(const network::RecordedValue& recorded, at::Device device);

}  // namespace cellar::oneshot
