#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "space/network/batch.hpp"
#include "space/network/cell_network.hpp"

// Proxies that sum up how much each layer's weights matter for the loss, mean cross entropy of a batch in training mode
// (Abdelfattah et al., "Zero-Cost Proxies for Lightweight NAS", ICLR 2021; their code, foresight/pruners/measures).
// The layers are all convolutions and the linear one, without their biases. Each function returns one number for each
// layer, [layers] in float64 on the host; the proxy is their sum. W is a layer's weight, G its gradient.
namespace cellar::network {

using Tensors = std::vector<at::Tensor>;

// The weights of the layers, in the network's order.
Tensors layer_weights(const Weights& weights);
Tensors loss_gradients(CellNetwork& network, const Batch& batch);

at::Tensor grad_norm(const Tensors& gradients);                      // |G|, Euclidean
at::Tensor snip(const Tensors& weights, const Tensors& gradients);   // sum |W G| (Lee, Ajanthan and Torr 2019)
at::Tensor plain(const Tensors& weights, const Tensors& gradients);  // sum W G
at::Tensor l2_norm(const Tensors& weights);                          // |W|, Euclidean

// - sum W (H G), H the Hessian of the loss (Wang, Zhang and Grosse 2020), for one batch and temperature 1.
at::Tensor grasp(CellNetwork& network, const Batch& batch);

// With a = what a layer puts out, in channel c of image n: sum_c mean_n (sum over pixels of a dL/da)^2 / 2, times the
// weights of a channel (Turner et al. 2020; Abdelfattah et al. take the loss's mean, too).
at::Tensor fisher(CellNetwork& network, const Batch& batch);

}  // namespace cellar::network
