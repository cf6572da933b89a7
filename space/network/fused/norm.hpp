#pragma once

#include "space/network/fused/cell_call.hpp"

namespace cellar::network::fused {

// Mean and biased variance of each channel of a map.
struct Moments {
  std::vector<double> mean, variance;
  double count = 0;  // of pixels
};

// Adds up the moments of a map that comes in parts. Sums are made in double, image by image: they are the same for any
// number of threads.
class MomentSums {
 public:
  void add(const at::Tensor& part);  // channels-last
  Moments moments() const;

 private:
  template <class T>
  void add_of(const at::Tensor& part);

  at::Tensor origin_;  // the first part; its first pixel is what distances are taken from
  std::vector<double> sums_, squares_;
  double count_ = 0;
};

// What a batch normalisation that keeps running statistics learns of a batch: as BatchNorm's, in place.
// `first`: of the layer's channels among those of `moments`.
void track(const ConvNormTensors& layer, const Moments& moments, std::int64_t first);

// By the batch, which `moments` are of, or by running statistics where these are undefined (null).
NormState norm_state(const ConvNormTensors& layer, const Moments* moments, std::int64_t first);

}  // namespace cellar::network::fused
