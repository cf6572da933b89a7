#include "space/network/fused/norm.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <cmath>

#include "space/network/fused/values.hpp"

namespace cellar::network::fused {

namespace {

template <class T>
Moments moments_of(const at::Tensor& y) {
  const std::int64_t images = y.size(0), channels = y.size(1), pixels = y.size(2) * y.size(3);
  const T* data = y.data_ptr<T>();
  const auto width = static_cast<std::size_t>(channels);
  std::vector<double> partial(static_cast<std::size_t>(images) * width * 2, 0.0);
  at::parallel_for(0, images, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      double* sums = partial.data() + i * channels * 2;
      // Distances from the first pixel: a mean far from zero would cost the variance its digits.
      kernels<T>().moments(data + i * pixels * channels, pixels, channels, data, sums, sums + channels);
    }
  });
  Moments result{std::vector<double>(width), std::vector<double>(width), static_cast<double>(images * pixels)};
  for (std::size_t c = 0; c < width; ++c) {
    double sum = 0, square = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(images); ++i) {
      sum += partial[2 * i * width + c];
      square += partial[(2 * i + 1) * width + c];
    }
    const double distance = sum / result.count;
    result.mean[c] = static_cast<double>(data[c]) + distance;
    result.variance[c] = square / result.count - distance * distance;
  }
  return result;
}

}  // namespace

Moments moments(const at::Tensor& y) {
  return y.scalar_type() == at::kDouble ? moments_of<double>(y) : moments_of<float>(y);
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
