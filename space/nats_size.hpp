#pragma once

#include <array>
#include <string>

#include "space/generic.hpp"

namespace cellar {

// The size space of NATS-Bench (Dong, Liu, Musial and Gabrys 2021): five numbers of channels out of 8, 16, …, 64, one
// for each layer, "8:16:24:32:40"; 32,768 networks. The official index is the dense code, the last layer fastest.
class NatsSize final : public GenericSpace {
 public:
  static constexpr std::size_t kLayers = 5;

  NatsSize();

  Architecture random(Rng& rng) const override;
  // One layer uniformly gets one of all eight values uniformly, which may be the one it has (AutoDL-Projects,
  // exps/NATS-algos/regularized_ea.py).
  Architecture mutate(const Architecture& arch, Rng& rng) const override;

  static std::array<int, kLayers> channels(const Architecture& arch);
};

}  // namespace cellar
