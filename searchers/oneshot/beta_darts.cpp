#include "searchers/oneshot/beta_darts.hpp"

#include <ATen/ATen.h>

namespace cellar::oneshot {

at::Tensor beta_regulariser(const at::Tensor& alphas) { return alphas.logsumexp(-1).mean(); }

}  // namespace cellar::oneshot
