#pragma once

#include "space/network/layers.hpp"

namespace cellar::network {

// What a network answers.
struct Output {
  at::Tensor features;  // [N, channels], the mean of the last feature map
  at::Tensor logits;    // [N, classes]
};

// Batch normalisation and ReLU of the last feature map ("lastact"), its mean over the image, a linear layer
// ("classifier").
class Head {
 public:
  Head(int channels, int classes, NormOptions norm, TensorKind kind);
  Output forward(const at::Tensor& x, bool training);
  void collect(Weights& weights) const;

 private:
  BatchNorm norm_;
  at::Tensor weight_, bias_;  // [classes, channels], [classes]
};

}  // namespace cellar::network
