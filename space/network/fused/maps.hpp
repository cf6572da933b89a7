#pragma once

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "space/network/fused/kernels.hpp"

namespace cellar::network::fused {

inline at::Tensor channels_last(const at::Tensor& x) { return x.contiguous(at::MemoryFormat::ChannelsLast); }

// Uninitialised, channels-last.
inline at::Tensor new_map(at::IntArrayRef sizes, const at::Tensor& like) {
  return at::empty(sizes, like.options().memory_format(at::MemoryFormat::ChannelsLast));
}
inline at::Tensor new_map(const at::Tensor& like) { return new_map(like.sizes(), like); }

inline ImageShape image_shape(const at::Tensor& x) { return {x.size(2), x.size(3), x.size(1)}; }

// Where an edge's channels of a convolution's output begin, in the i-th image of `output`.
template <class T>
Strided<const T> output_of(const at::Tensor& output, std::int64_t i, std::int64_t first_channel) {
  const std::int64_t stride = output.size(1);
  return {output.data_ptr<T>() + i * output.size(2) * output.size(3) * stride + first_channel, stride};
}

// max(0, x).
template <class T>
at::Tensor relu_of(const at::Tensor& x) {
  const at::Tensor y = new_map(x);
  const std::int64_t image = x.numel() / x.size(0);
  at::parallel_for(0, x.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
    kernels<T>().relu(x.data_ptr<T>() + begin * image, y.data_ptr<T>() + begin * image, (end - begin) * image);
  });
  return y;
}

// Parts of a batch of maps that are convolved after each other, so that what was made of one is still in the cache when
// it is used. None has fewer than 16 images: LibTorch leaves smaller batches to slower convolutions (use_mkldnn).
class Parts {
 public:
  explicit Parts(const at::Tensor& maps) : images_(maps.size(0)) {
    constexpr std::int64_t kLeast = 16, kBytes = 1 << 20;
    const std::int64_t image = std::max<std::int64_t>(1, maps.numel() / images_) * maps.element_size();
    count_ = std::max<std::int64_t>(1, images_ / std::max(kLeast, kBytes / image));
  }

  std::int64_t count() const { return count_; }
  std::int64_t begin(std::int64_t part) const { return images_ * part / count_; }
  std::int64_t size(std::int64_t part) const { return begin(part + 1) - begin(part); }
  at::Tensor of(const at::Tensor& maps, std::int64_t part) const { return maps.narrow(0, begin(part), size(part)); }

 private:
  std::int64_t images_, count_ = 1;
};

// The weights of several convolutions as those of one.
inline at::Tensor joined(const std::vector<at::Tensor>& weights) {
  return weights.size() == 1 ? weights[0] : at::cat(weights, 0);
}

}  // namespace cellar::network::fused
