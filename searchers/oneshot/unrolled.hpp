#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "searchers/oneshot/trainer.hpp"

namespace cellar::oneshot {

// What the gradient of the architecture parameters through one step of the weights is made of, for those who check it.
struct Unrolled {
  Passed base;                            // the training batch with the present weights
  Passed arch;                            // the validation batch with the weights one step on
  Passed plus, minus;                     // the training batch with weights moved along `direction`
  std::vector<at::Tensor> base_gradient;  // of the training loss, by weight
  std::vector<at::Tensor> weights_ahead;  // one step on
  std::vector<at::Tensor> statistics;     // running statistics of the network that is one step on, by buffer
  std::vector<at::Tensor> direction;      // gradient of the validation loss there
  at::Tensor radius;                      // how far the weights were moved: 0.01 / |direction|, no dimensions
  at::Tensor direct;                      // gradient of the validation loss, of the parameters [6, 5]
  at::Tensor gradients_plus, gradients_minus, product;  // [6, 5]; `product`: Hessian times direction
  at::Tensor gradient;                                  // direct - rate product
};

// DARTS's second order (Liu, Simonyan and Yang 2019, eq. 7 and 8; search-cell.py: backward_step_unrolled). The step
// ahead is plain momentum without Nesterov's: w' = w - rate (momentum buffer + g + decay w), without buffers the
// momentum is zero for all. Running statistics move three times by the training batch. The weights keep what rounding
// leaves of moving them forth and back. No number is read back from a device.
Unrolled unrolled_gradient(Trainer& trainer, const Batch& base, const Batch& arch, const network::LearningRate& rate,
                           const network::Pass& pass);

}  // namespace cellar::oneshot
