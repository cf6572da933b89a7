#pragma once

#include "space/network/cell_network.hpp"

namespace cellar::network {

// How many ReLUs of a network treat two images alike, in a forward pass in training mode: with b the code of an image
// at a ReLU, 1 where its input is above 0, the sum over all ReLUs of b b' + (1-b) (1-b)'.
struct ReluCodes {
  at::Tensor agreements;  // [N, N], float64, on the host
  int relus = 0;
};
ReluCodes relu_codes(CellNetwork& network, const at::Tensor& images);

// NASWOT (Mellor et al., "Neural Architecture Search without Training", ICML 2021): log |det| of the agreements; minus
// infinity where two images have the same codes.
double nwot(const at::Tensor& agreements);

}  // namespace cellar::network
