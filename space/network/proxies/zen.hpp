#pragma once

#include "space/network/cell_network.hpp"

namespace cellar::network {

inline constexpr double kZenStep = 0.01;  // along a direction

struct ZenParts {
  double difference = 0;  // log mean_n sum |f(x) - f(x + step d)|, minus infinity where f is constant
  at::Tensor norms;       // log sqrt(mean running variance) of each batch normalisation, [norms], float64, on the host

  double score() const;  // difference + sum of norms
};

// Zen-NAS (Lin et al., ICCV 2021; their compute_nas_score): f is the last activation, before it is pooled, in training
// mode; running variances are read after both passes. The network is to be initialised by initialise_normal, `images`
// and `directions`, [N, 3, H, W], standard normal. Taking f after the last normalisation and ReLU is a choice of ours,
// since Zen-NAS has networks of its own.
ZenParts zen(CellNetwork& network, const at::Tensor& images, const at::Tensor& directions);

}  // namespace cellar::network
