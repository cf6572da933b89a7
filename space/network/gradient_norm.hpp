#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace cellar::network {

// Writes zeros into the gradients that there are.
void zero_gradients(const std::vector<at::Tensor>& parameters);

// The Euclidean norm of all gradients of these parameters together, a tensor without dimensions: the norm of their
// norms, as torch.nn.utils.clip_grad_norm_ of PyTorch 1.13 computes it. Parameters without a gradient count nothing.
at::Tensor gradient_norm(const std::vector<at::Tensor>& parameters);

// Multiplies every gradient by most / (norm + 1e-6) where that is less than 1; gives the norm before. Nothing is read
// back from the device.
at::Tensor clip_gradient_norm(const std::vector<at::Tensor>& parameters, double most);

}  // namespace cellar::network
