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

template <class T>
void add_where_positive(T* __restrict sum, const T* __restrict x, const T* __restrict y, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) sum[i] += x[i] > 0 ? y[i] : T(0);
}

// A vector register's worth of values, and a single one. Compilers do not make vectors of small arrays on their own.
#ifdef __AVX__
constexpr int kRegisterBytes = 32;
#else
constexpr int kRegisterBytes = 16;
#endif

template <class T, int Lanes>
struct Packed {
  typedef T Type __attribute__((vector_size(Lanes * sizeof(T))));
  typedef Type Unaligned __attribute__((aligned(alignof(T)), may_alias));

  static Type load(const T* from) { return *reinterpret_cast<const Unaligned*>(from); }
  static void store(T* to, Type value) { *reinterpret_cast<Unaligned*>(to) = value; }
  static void add_to(double* sums, Type value) {
    for (int i = 0; i < Lanes; ++i) sums[i] += static_cast<double>(value[i]);
  }
};

template <class T>
struct Packed<T, 1> {
  using Type = T;

  static T load(const T* from) { return *from; }
  static void store(T* to, T value) { *to = value; }
  static void add_to(double* sums, T value) { *sums += static_cast<double>(value); }
};

// Calls body.template operator()<Lanes, Count>(first) for groups of Count packs of Lanes channels that make up all.
template <class T, class Body>
void for_channel_groups(std::int64_t channels, const Body& body) {
  constexpr int kPack = kRegisterBytes / static_cast<int>(sizeof(T));
  std::int64_t first = 0;
  for (; first + 2 * kPack <= channels; first += 2 * kPack) body.template operator()<kPack, 2>(first);
  for (; first + kPack <= channels; first += kPack) body.template operator()<kPack, 1>(first);
  for (; first < channels; ++first) body.template operator()<1, 1>(first);
}

// Summed in T, in four vectors: of at most a row.
template <class T>
double dot(const T* x, const T* y, std::int64_t count) {
  constexpr int kLanes = kRegisterBytes / static_cast<int>(sizeof(T)), kPacks = 4;
  using Pack = Packed<T, kLanes>;
  typename Pack::Type sums[kPacks] = {};
  std::int64_t i = 0;
  for (; i + kPacks * kLanes <= count; i += kPacks * kLanes) {
    for (int k = 0; k < kPacks; ++k) sums[k] += Pack::load(x + i + k * kLanes) * Pack::load(y + i + k * kLanes);
  }
  double lanes[kLanes] = {}, sum = 0;
  for (const auto& pack : sums) Pack::add_to(lanes, pack);
  for (; i < count; ++i) sum += static_cast<double>(x[i]) * static_cast<double>(y[i]);
  for (const double lane : lanes) sum += lane;
  return sum;
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
