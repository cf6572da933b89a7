#pragma once

#include <array>
#include <cstdint>

// The loops that the kernels are made of, plain enough for a compiler to vectorise. Included by kernel_bodies.hpp only:
// everything has internal linkage, since each file that includes it is compiled for another processor.
namespace cellar::network::fused {

namespace {

template <class T>
void relu_values(const T* __restrict x, T* __restrict y, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) y[i] = x[i] < 0 ? T(0) : x[i];  // lets NaN through
}

template <class T>
void add_scaled(T* __restrict sum, const T* __restrict x, T scale, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) sum[i] += scale * x[i];
}

template <class T>
void add_scaled(T* __restrict sum, const T* __restrict x, T x_scale, const T* __restrict y, T y_scale,
                std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) sum[i] += x_scale * x[i] + y_scale * y[i];
}

// Sums of at most a row are made in T, in 16 lanes; longer ones in double.
constexpr int kLanes = 16;

template <class T>
double dot(const T* __restrict x, const T* __restrict y, std::int64_t count) {
  T lanes[kLanes] = {};
  std::int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int lane = 0; lane < kLanes; ++lane) lanes[lane] += x[i + lane] * y[i + lane];
  }
  double sum = 0;
  for (; i < count; ++i) sum += static_cast<double>(x[i]) * static_cast<double>(y[i]);
  for (const T lane : lanes) sum += static_cast<double>(lane);
  return sum;
}

// Calls body.template operator()<B>(first) for blocks of B channels, B known when compiling, that make up all.
template <class Body>
void for_channel_blocks(std::int64_t channels, const Body& body) {
  std::int64_t first = 0;
  for (; first + kLanes <= channels; first += kLanes) body.template operator()<kLanes>(first);
  for (; first + 4 <= channels; first += 4) body.template operator()<4>(first);
  for (; first < channels; ++first) body.template operator()<1>(first);
}

// How many of three neighbours lie inside.
inline int inside(std::int64_t at, std::int64_t size) { return 1 + (at > 0) + (at + 1 < size); }

// Sums of 3x3 pixels inside of the image, for row `h`; `rows`: a row of scratch.
template <class T>
void box_row(const T* __restrict map, std::int64_t h, std::int64_t height, std::int64_t row, std::int64_t channels,
             T* __restrict rows, T* __restrict result) {
  const T* centre = map + h * row;
  const T* above = h > 0 ? centre - row : nullptr;
  const T* below = h + 1 < height ? centre + row : nullptr;
  if (above != nullptr && below != nullptr) {
    for (std::int64_t i = 0; i < row; ++i) rows[i] = above[i] + centre[i] + below[i];
  } else if (above != nullptr || below != nullptr) {
    const T* other = above != nullptr ? above : below;
    for (std::int64_t i = 0; i < row; ++i) rows[i] = centre[i] + other[i];
  } else {
    for (std::int64_t i = 0; i < row; ++i) rows[i] = centre[i];
  }
  if (row == channels) {
    for (std::int64_t i = 0; i < row; ++i) result[i] = rows[i];
    return;
  }
  const std::int64_t last = row - channels;
  for (std::int64_t i = 0; i < channels; ++i) result[i] = rows[i] + rows[i + channels];
  for (std::int64_t i = channels; i < last; ++i) result[i] = rows[i - channels] + rows[i] + rows[i + channels];
  for (std::int64_t i = last; i < row; ++i) result[i] = rows[i - channels] + rows[i];
}

// Divides row `h` by the number of pixels that a mean of 3x3 has there.
template <class T>
void divide_by_inside(T* __restrict values, std::int64_t h, std::int64_t height, std::int64_t width,
                      std::int64_t channels) {
  const int rows = inside(h, height);
  const auto scale = [&](std::int64_t w, std::int64_t end) {
    const T factor = T(1) / static_cast<T>(rows * inside(w, width));
    for (std::int64_t i = w * channels; i < end * channels; ++i) values[i] *= factor;
  };
  scale(0, 1);
  if (width > 2) scale(1, width - 1);
  if (width > 1) scale(width - 1, width);
}

}  // namespace

}  // namespace cellar::network::fused
