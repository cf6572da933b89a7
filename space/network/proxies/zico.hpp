#pragma once

#include <span>

#include "space/network/proxies/saliency.hpp"

namespace cellar::network {

// How ZiCo takes the gradients of several batches.
enum class ZicoGradients {
  separate,    // each batch's own, as the paper defines it
  accumulated  // added up from batch to batch, as the published code does by not setting them to zero
};

// ZiCo (Li et al., ICLR 2023): of each layer the log of the sum, over weights whose gradients differ, of mean |G| over
// standard deviation (of the population) of G; [layers], float64 on the host, 0 where no gradients differ. Two batches
// or more.
at::Tensor zico(CellNetwork& network, std::span<const Batch> batches, ZicoGradients gradients);

}  // namespace cellar::network
