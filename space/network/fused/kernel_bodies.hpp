#pragma once

#include "space/network/fused/kernel_loops.hpp"
#include "space/network/fused/kernels.hpp"

// The kernels, compiled once for each processor (kernels_*.cpp).
namespace cellar::network::fused {

namespace {

template <class T>
void moments(const T* y, std::int64_t pixels, std::int64_t channels, const T* origin, double* sum, double* square) {
  constexpr std::int64_t kRun = 32;  // pixels that are summed in T
  for (std::int64_t from = 0; from < pixels; from += kRun) {
    const std::int64_t count = pixels - from < kRun ? pixels - from : kRun;
    for_channel_blocks(channels, [&]<int B>(std::int64_t first) {
      T centre[B], sums[B] = {}, squares[B] = {};
      for (int i = 0; i < B; ++i) centre[i] = origin[first + i];
      const T* __restrict value = y + from * channels + first;
      for (std::int64_t pixel = 0; pixel < count; ++pixel, value += channels) {
        for (int i = 0; i < B; ++i) {
          const T distance = value[i] - centre[i];
          sums[i] += distance;
          squares[i] += distance * distance;
        }
      }
      for (int i = 0; i < B; ++i) sum[first + i] += static_cast<double>(sums[i]);
      for (int i = 0; i < B; ++i) square[first + i] += static_cast<double>(squares[i]);
    });
  }
}

// The terms of an edge that differ by channel, for a row.
template <int B, int Convolutions, class T>
void add_convolutions(const EdgeTerms<T>& edge, const Strided<const T>* y, const T* const* scales, bool assign,
                      std::int64_t pixel, std::int64_t width, std::int64_t channels, std::int64_t first) {
  T scale[2][B] = {}, shift[B];
  for (int i = 0; i < B; ++i) shift[i] = edge.shift[first + i];
  for (int k = 0; k < Convolutions; ++k) {
    for (int i = 0; i < B; ++i) scale[k][i] = scales[k][first + i];
  }
  T* __restrict target = edge.target + pixel * channels + first;
  const T* __restrict a = Convolutions > 0 ? y[0].data + pixel * y[0].stride + first : nullptr;
  const T* __restrict b = Convolutions > 1 ? y[1].data + pixel * y[1].stride + first : nullptr;
  for (std::int64_t w = 0; w < width; ++w, target += channels) {
    T sum[B];
    for (int i = 0; i < B; ++i) sum[i] = assign ? shift[i] : target[i] + shift[i];
    if constexpr (Convolutions > 0) {
      for (int i = 0; i < B; ++i) sum[i] += scale[0][i] * a[i];
      a += y[0].stride;
    }
    if constexpr (Convolutions > 1) {
      for (int i = 0; i < B; ++i) sum[i] += scale[1][i] * b[i];
      b += y[1].stride;
    }
    for (int i = 0; i < B; ++i) target[i] = sum[i];
  }
}

template <class T>
void add_convolutions(const EdgeTerms<T>& edge, bool assign, std::int64_t pixel, const ImageShape& shape) {
  Strided<const T> y[kSizes];
  const T* scales[kSizes] = {};
  int present = 0;
  for (std::size_t k = 0; k < kSizes; ++k) {
    if (edge.convolutions[k].data == nullptr) continue;
    y[present] = edge.convolutions[k];
    scales[present++] = edge.scales[k];
  }
  for_channel_blocks(shape.channels, [&]<int B>(std::int64_t first) {
    if (present == 2) {
      add_convolutions<B, 2>(edge, y, scales, assign, pixel, shape.width, shape.channels, first);
    } else if (present == 1) {
      add_convolutions<B, 1>(edge, y, scales, assign, pixel, shape.width, shape.channels, first);
    } else {
      add_convolutions<B, 0>(edge, y, scales, assign, pixel, shape.width, shape.channels, first);
    }
  });
}

template <class T>
void forward(const ForwardImage<T>& image) {
  const ImageShape& shape = image.shape;
  const std::int64_t row = shape.row();
  bool pooled = false;
  for (std::size_t e = 0; e < image.edge_count; ++e) pooled = pooled || image.edges[e].pool != 0;
  T *rows = image.scratch, *pool = rows + row;
  for (std::int64_t h = 0; h < shape.height; ++h) {
    const T* source = image.source + h * row;
    if (pooled) {
      box_row(image.source, h, shape.height, row, shape.channels, rows, pool);
      divide_by_inside(pool, h, shape.height, shape.width, shape.channels);
    }
    for (std::size_t e = 0; e < image.edge_count; ++e) {
      const EdgeTerms<T>& edge = image.edges[e];
      add_convolutions(edge, image.assign, h * shape.width, shape);
      T* target = edge.target + h * row;
      if (edge.skip != 0 && edge.pool != 0) {
        add_scaled(target, source, edge.skip, pool, edge.pool, row);
      } else if (edge.skip != 0 || edge.pool != 0) {
        add_scaled(target, edge.skip != 0 ? source : pool, edge.skip + edge.pool, row);
      }
    }
  }
}

// Adds a row's sums of G and of G (y - centre).
template <int B, int Convolutions, class T>
void add_sums(const EdgeGradient<T>& edge, const std::size_t* sizes, std::int64_t pixel, std::int64_t width,
              std::int64_t channels, std::int64_t first) {
  T total[B] = {}, products[2][B] = {}, centre[2][B] = {};
  const T* y[2] = {};
  std::int64_t strides[2] = {};
  for (int k = 0; k < Convolutions; ++k) {
    const Strided<const T>& output = edge.convolutions[sizes[k]];
    y[k] = output.data + pixel * output.stride + first;
    strides[k] = output.stride;
    for (int i = 0; i < B; ++i) centre[k][i] = edge.centres[sizes[k]][first + i];
  }
  const T* __restrict gradient = edge.gradient + pixel * channels + first;
  for (std::int64_t w = 0; w < width; ++w, gradient += channels) {
    for (int i = 0; i < B; ++i) total[i] += gradient[i];
    if constexpr (Convolutions > 0) {
      for (int i = 0; i < B; ++i) products[0][i] += gradient[i] * (y[0][i] - centre[0][i]);
      y[0] += strides[0];
    }
    if constexpr (Convolutions > 1) {
      for (int i = 0; i < B; ++i) products[1][i] += gradient[i] * (y[1][i] - centre[1][i]);
      y[1] += strides[1];
    }
  }
  for (int i = 0; i < B; ++i) edge.sums.gradient[first + i] += static_cast<double>(total[i]);
  for (int k = 0; k < Convolutions; ++k) {
    double* sums = edge.sums.with_convolutions[sizes[k]] + first;
    for (int i = 0; i < B; ++i) sums[i] += static_cast<double>(products[k][i]);
  }
}

template <class T>
void add_sums(const EdgeGradient<T>& edge, std::int64_t pixel, const ImageShape& shape) {
  std::size_t sizes[kSizes] = {};
  int present = 0;
  for (std::size_t k = 0; k < kSizes; ++k) {
    if (edge.convolutions[k].data != nullptr) sizes[present++] = k;
  }
  for_channel_blocks(shape.channels, [&]<int B>(std::int64_t first) {
    if (present == 2) {
      add_sums<B, 2>(edge, sizes, pixel, shape.width, shape.channels, first);
    } else if (present == 1) {
      add_sums<B, 1>(edge, sizes, pixel, shape.width, shape.channels, first);
    } else {
      add_sums<B, 0>(edge, sizes, pixel, shape.width, shape.channels, first);
    }
  });
}

template <class T>
void sums(const SumsImage<T>& image) {
  const ImageShape& shape = image.shape;
  const std::int64_t row = shape.row();
  bool pooled = false;
  for (std::size_t e = 0; e < image.edge_count; ++e) pooled = pooled || image.edges[e].sums.with_pool != nullptr;
  T *rows = image.scratch, *pool = rows + row;
  for (std::int64_t h = 0; h < shape.height; ++h) {
    const T* source = image.source + h * row;
    if (pooled) {
      box_row(image.source, h, shape.height, row, shape.channels, rows, pool);
      divide_by_inside(pool, h, shape.height, shape.width, shape.channels);
    }
    for (std::size_t e = 0; e < image.edge_count; ++e) {
      const EdgeGradient<T>& edge = image.edges[e];
      add_sums(edge, h * shape.width, shape);
      const T* gradient = edge.gradient + h * row;
      if (edge.sums.with_source != nullptr) *edge.sums.with_source += dot(gradient, source, row);
      if (edge.sums.with_pool != nullptr) *edge.sums.with_pool += dot(gradient, pool, row);
    }
  }
}

template <class T>
void norm_gradient(const NormGradient<T>& image) {
  for_channel_blocks(image.channels, [&]<int B>(std::int64_t first) {
    T a[B], b[B], d[B], centre[B];
    for (int i = 0; i < B; ++i) {
      a[i] = image.a[first + i];
      b[i] = image.b[first + i];
      d[i] = image.d[first + i];
      centre[i] = image.centre[first + i];
    }
    const T* __restrict gradient = image.gradient + first;
    const T* __restrict y = image.output.data + first;
    T* __restrict result = image.result.data + first;
    for (std::int64_t pixel = 0; pixel < image.pixels; ++pixel) {
      for (int i = 0; i < B; ++i) result[i] = a[i] * gradient[i] + (b[i] * (y[i] - centre[i]) + d[i]);
      gradient += image.channels;
      y += image.output.stride;
      result += image.result.stride;
    }
  });
}

template <class T>
void source_gradient(const SourceGradient<T>& image) {
  const ImageShape& shape = image.shape;
  const std::int64_t row = shape.row();
  T *map = image.scratch, *rows = map + shape.size(), *pool = rows + row;
  bool pooled = false;
  for (std::size_t e = 0; e < image.edge_count; ++e) pooled = pooled || image.pool[e] != 0;
  if (pooled) {
    for (std::int64_t i = 0; i < shape.size(); ++i) map[i] = 0;
    for (std::size_t e = 0; e < image.edge_count; ++e) {
      if (image.pool[e] != 0) add_scaled(map, image.gradients[e], image.pool[e], shape.size());
    }
    for (std::int64_t h = 0; h < shape.height; ++h) {
      divide_by_inside(map + h * row, h, shape.height, shape.width, shape.channels);
    }
  }
  for (std::int64_t h = 0; h < shape.height; ++h) {
    const std::int64_t at = h * row;
    T* __restrict result = image.result + at;
    if (pooled) {
      box_row(map, h, shape.height, row, shape.channels, rows, pool);
      for (std::int64_t i = 0; i < row; ++i) result[i] = pool[i];
    } else {
      for (std::int64_t i = 0; i < row; ++i) result[i] = 0;
    }
    for (std::size_t e = 0; e < image.edge_count; ++e) {
      if (image.skip[e] != 0) add_scaled(image.result + at, image.gradients[e] + at, image.skip[e], row);
    }
    const T* __restrict source = image.source + at;
    for (const T* of_relu : image.of_relu) {
      if (of_relu == nullptr) continue;
      const T* __restrict back = of_relu + at;
      for (std::int64_t i = 0; i < row; ++i) result[i] += source[i] > 0 ? back[i] : T(0);
    }
  }
}

template <class T>
Kernels<T> compiled_kernels() {
  return {relu_values<T>, moments<T>, forward<T>, sums<T>, norm_gradient<T>, source_gradient<T>};
}

}  // namespace

}  // namespace cellar::network::fused
