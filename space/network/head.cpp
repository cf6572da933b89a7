#include "space/network/head.hpp"

#include <ATen/ATen.h>

namespace cellar::network {

Head::Head(int channels, int classes, NormOptions norm, TensorKind kind)
    : norm_(channels, norm, kind),
      weight_(at::zeros({classes, channels}, kind.options()).set_requires_grad(true)),
      bias_(at::zeros({classes}, kind.options()).set_requires_grad(true)) {}

Output Head::forward(const at::Tensor& x, bool training) {
  Output output;
  output.features = at::relu(norm_.forward(x, training)).mean({2, 3});
  output.logits = at::linear(output.features, weight_, bias_);
  return output;
}

void Head::collect(Weights& weights) const {
  norm_.collect("lastact.0.", weights);
  weights.parameter("classifier.weight", weight_);
  weights.parameter("classifier.bias", bias_);
}

}  // namespace cellar::network
