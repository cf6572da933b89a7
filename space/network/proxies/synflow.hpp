#pragma once

#include "space/network/cell_network.hpp"

namespace cellar::network {

// What synflow makes of batch normalisation.
enum class SynflowNorm {
  none,  // leaves it out, as published
  batch  // normalises by the single image ("synflow_bn")
};

// Synaptic flow (Tanaka et al. 2020, as Abdelfattah et al. 2021 use it): with the absolute values of all parameters and
// an image of ones, sum |W dR/dW| of each layer, R the sum of the logits; [layers], float64 on the host. Needs no data
// and no labels. Values grow with the product of all layers: a network in float64 is advised. Leaves the network
// changed.
at::Tensor synflow(CellNetwork& network, int image_size, SynflowNorm norm);

}  // namespace cellar::network
