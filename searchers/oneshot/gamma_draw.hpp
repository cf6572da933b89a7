#pragma once

#include "core/random.hpp"

namespace cellar::oneshot {

// The logarithm of a gamma variate of this shape and scale 1 (Marsaglia and Tsang 2000; shapes below 1 by their section
// 6, from the shape one higher). It is finite where the variate itself is too small for a double. shape > 0.
double log_gamma_draw(double shape, Rng& rng);

}  // namespace cellar::oneshot
