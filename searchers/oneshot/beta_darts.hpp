#pragma once

#include <ATen/core/Tensor.h>

namespace cellar::oneshot {

// What Beta-DARTS adds to the loss of the architecture parameters, so that no operation runs away (Ye et al. 2022,
// equation 8; the authors' Architect.mlc_loss): the mean over the edges of logsumexp, whose gradient is the softmax.
at::Tensor beta_regulariser(const at::Tensor& alphas);

// Its weight, which grows from 0 in the first epoch in equal steps. The authors' script divides by 100 however many
// epochs there are.
struct BetaWeight {
  double last = 50;
  int epochs = 100;

  double at(int epoch) const { return last * epoch / epochs; }
};

}  // namespace cellar::oneshot
