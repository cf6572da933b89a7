#include "space/network/fused/norm.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <cmath>

#include "space/network/fused/values.hpp"

namespace cellar::network::fused {

void MomentSums::add(const at::Tensor& part) {
  if (!origin_.defined()) {
    origin_ = part;
    sums_.assign(static_cast<std::size_t>(part.size(1)), 0.0);
    squares_ = sums_;
  }
  if (part.scalar_type() == at::kDouble) {
    add_of<double>(part);
  } else {
    add_of<float>(part);
  }
}

// Distances from the first pixel: a mean far from zero would cost the variance its digits.
template <class T>
void MomentSums::add_of(const at::Tensor& part) {
  const std::int64_t images = part.size(0), channels = part.size(1), pixels = part.size(2) * part.size(3);
  const T *data = part.data_ptr<T>(), *origin = origin_.data_ptr<T>();
  std::vector<double> of_images(static_cast<std::size_t>(images * channels * 2), 0.0);
  at::parallel_for(0, images, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      double* sums = of_images.data() + i * channels * 2;
      kernels<T>().moments(data + i * pixels * channels, pixels, channels, origin, sums, sums + channels);
    }
  });
  const double* sums = of_images.data();
  for (std::int64_t i = 0; i < images; ++i) {
    for (double& sum : sums_) sum += *sums++;
    for (double& square : squares_) square += *sums++;
  }
  count_ += static_cast<double>(images * pixels);
}

Moments MomentSums::moments() const {
  Moments result{sums_, squares_, count_};
  const std::vector<double> origin = values(origin_.select(0, 0).select(1, 0).select(1, 0));
  for (std::size_t c = 0; c < sums_.size(); ++c) {
    const double distance = sums_[c] / count_;
    result.mean[c] = origin[c] + distance;
    result.variance[c] = squares_[c] / count_ - distance * distance;
  }
  return result;
}

void track(const ConvNormTensors& layer, const Moments& moments, std::int64_t first) {
  layer.batches.add_(1);
  const std::vector<double> bias = values(layer.bias);
  std::vector<double> mean = values(layer.running_mean), variance = values(layer.running_variance);
  const double unbiased = moments.count / (moments.count - 1);
  for (std::size_t c = 0; c < mean.size(); ++c) {
    const std::size_t from = static_cast<std::size_t>(first) + c;
    const double shifted = moments.mean[from] + (bias.empty() ? 0 : bias[c]);
    mean[c] += kNormMomentum * (shifted - mean[c]);
    variance[c] += kNormMomentum * (moments.variance[from] * unbiased - variance[c]);
  }
  set_values(layer.running_mean, mean);
  set_values(layer.running_variance, variance);
}

NormState norm_state(const ConvNormTensors& layer, const Moments* moments, std::int64_t first) {
  NormState state;
  std::vector<double> variance;
  if (moments != nullptr) {
    const auto channels = layer.weight.size(0);
    state.mean.assign(moments->mean.begin() + first, moments->mean.begin() + first + channels);
    variance.assign(moments->variance.begin() + first, moments->variance.begin() + first + channels);
  } else {
    state.of_batch = false;
    state.mean = values(layer.running_mean);
    variance = values(layer.running_variance);
    const std::vector<double> bias = values(layer.bias);
    for (std::size_t c = 0; c < bias.size(); ++c) state.mean[c] -= bias[c];
  }
  for (const double value : variance) state.inverse.push_back(1 / std::sqrt(value + kNormEpsilon));
  return state;
}

}  // namespace cellar::network::fused
