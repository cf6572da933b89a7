#pragma once

#include "space/network/fused/kernel_loops.hpp"
#include "space/network/fused/kernels.hpp"

// The kernels, compiled once for each processor (kernels_*.cpp).
namespace cellar::network::fused {

namespace {

constexpr std::int64_t kRun = 32;  // pixels that are summed in T before they are added in double

template <int Lanes, int Count, class T>
void add_moments(const T* value, std::int64_t pixels, std::int64_t channels, const T* origin, double* sum,
                 double* square) {
  using Pack = Packed<T, Lanes>;
  typename Pack::Type centre[Count], sums[Count], squares[Count];
  for (int k = 0; k < Count; ++k) {
    centre[k] = Pack::load(origin + k * Lanes);
    sums[k] = squares[k] = typename Pack::Type{};
  }
  for (std::int64_t pixel = 0; pixel < pixels; ++pixel, value += channels) {
    for (int k = 0; k < Count; ++k) {
      const auto distance = Pack::load(value + k * Lanes) - centre[k];
      sums[k] += distance;
      squares[k] += distance * distance;
    }
  }
  for (int k = 0; k < Count; ++k) {
    Pack::add_to(sum + k * Lanes, sums[k]);
    Pack::add_to(square + k * Lanes, squares[k]);
  }
}

template <class T>
void moments(const T* y, std::int64_t pixels, std::int64_t channels, const T* origin, double* sum, double* square) {
  for (std::int64_t from = 0; from < pixels; from += kRun) {
    const std::int64_t count = pixels - from < kRun ? pixels - from : kRun;
    for_channel_groups<T>(channels, [&]<int Lanes, int Count>(std::int64_t first) {
      add_moments<Lanes, Count>(y + from * channels + first, count, channels, origin + first, sum + first,
                                square + first);
    });
  }
}

// An edge's convolutions that are there, close together.
template <class T>
struct Present {
  explicit Present(const std::array<Strided<const T>, kSizes>& convolutions) {
    for (std::size_t k = 0; k < kSizes; ++k) {
      if (convolutions[k].data == nullptr) continue;
      outputs[count] = convolutions[k];
      sizes[count++] = k;
    }
  }

  // Calls body.template operator()<Convolutions>().
  template <class Body>
  void with_count(const Body& body) const {
    if (count == 2) {
      body.template operator()<2>();
    } else if (count == 1) {
      body.template operator()<1>();
    } else {
      body.template operator()<0>();
    }
  }

  Strided<const T> outputs[kSizes];
  std::size_t sizes[kSizes] = {};
  int count = 0;
};

// The terms of an edge that differ by channel, for pixels from `pixel` on.
template <int Lanes, int Count, int Convolutions, class T>
void add_convolutions(const EdgeTerms<T>& edge, const Present<T>& present, bool assign, std::int64_t pixel,
                      std::int64_t pixels, std::int64_t channels, std::int64_t first) {
  using Pack = Packed<T, Lanes>;
  typename Pack::Type scale[Convolutions + 1][Count], shift[Count];
  const T* y[Convolutions + 1] = {};
  std::int64_t strides[Convolutions + 1] = {};
  for (int k = 0; k < Count; ++k) shift[k] = Pack::load(edge.shift + first + k * Lanes);
  for (int n = 0; n < Convolutions; ++n) {
    strides[n] = present.outputs[n].stride;
    y[n] = present.outputs[n].data + pixel * strides[n] + first;
    for (int k = 0; k < Count; ++k) scale[n][k] = Pack::load(edge.scales[present.sizes[n]] + first + k * Lanes);
  }
  T* target = edge.target + pixel * channels + first;
  for (std::int64_t w = 0; w < pixels; ++w, target += channels) {
    for (int k = 0; k < Count; ++k) {
      auto sum = assign ? shift[k] : shift[k] + Pack::load(target + k * Lanes);
      for (int n = 0; n < Convolutions; ++n) sum += scale[n][k] * Pack::load(y[n] + k * Lanes);
      Pack::store(target + k * Lanes, sum);
    }
    for (int n = 0; n < Convolutions; ++n) y[n] += strides[n];
  }
}

template <class T>
void add_convolutions(const EdgeTerms<T>& edge, bool assign, std::int64_t pixel, const ImageShape& shape) {
  const Present<T> present(edge.convolutions);
  present.with_count([&]<int Convolutions>() {
    for_channel_groups<T>(shape.channels, [&]<int Lanes, int Count>(std::int64_t first) {
      add_convolutions<Lanes, Count, Convolutions>(edge, present, assign, pixel, shape.width, shape.channels, first);
    });
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
      if (edge.shift != nullptr) add_convolutions(edge, image.assign, h * shape.width, shape);
      T* target = edge.target + h * row;
      if (edge.skip != 0 && edge.pool != 0) {
        add_scaled(target, source, edge.skip, pool, edge.pool, row);
      } else if (edge.skip != 0 || edge.pool != 0) {
        add_scaled(target, edge.skip != 0 ? source : pool, edge.skip + edge.pool, row);
      }
    }
  }
}

// Adds the sums of G and of G (y - centre) over pixels from `pixel` on.
template <int Lanes, int Count, int Convolutions, class T>
void add_sums(const EdgeGradient<T>& edge, const Present<T>& present, std::int64_t pixel, std::int64_t pixels,
              std::int64_t channels, std::int64_t first) {
  using Pack = Packed<T, Lanes>;
  typename Pack::Type total[Count] = {}, products[Convolutions + 1][Count] = {}, centre[Convolutions + 1][Count] = {};
  const T* y[Convolutions + 1] = {};
  std::int64_t strides[Convolutions + 1] = {};
  for (int n = 0; n < Convolutions; ++n) {
    strides[n] = present.outputs[n].stride;
    y[n] = present.outputs[n].data + pixel * strides[n] + first;
    for (int k = 0; k < Count; ++k) centre[n][k] = Pack::load(edge.centres[present.sizes[n]] + first + k * Lanes);
  }
  const T* gradient = edge.gradient + pixel * channels + first;
  for (std::int64_t w = 0; w < pixels; ++w, gradient += channels) {
    for (int k = 0; k < Count; ++k) {
      const auto g = Pack::load(gradient + k * Lanes);
      total[k] += g;
      for (int n = 0; n < Convolutions; ++n) products[n][k] += g * (Pack::load(y[n] + k * Lanes) - centre[n][k]);
    }
    for (int n = 0; n < Convolutions; ++n) y[n] += strides[n];
  }
  for (int k = 0; k < Count; ++k) {
    Pack::add_to(edge.sums.gradient + first + k * Lanes, total[k]);
    for (int n = 0; n < Convolutions; ++n) {
      Pack::add_to(edge.sums.with_convolutions[present.sizes[n]] + first + k * Lanes, products[n][k]);
    }
  }
}

template <class T>
void add_sums(const EdgeGradient<T>& edge, std::int64_t pixel, std::int64_t pixels, std::int64_t channels) {
  const Present<T> present(edge.convolutions);
  present.with_count([&]<int Convolutions>() {
    for_channel_groups<T>(channels, [&]<int Lanes, int Count>(std::int64_t first) {
      add_sums<Lanes, Count, Convolutions>(edge, present, pixel, pixels, channels, first);
    });
  });
}

template <class T>
void sums(const SumsImage<T>& image) {
  const ImageShape& shape = image.shape;
  const std::int64_t row = shape.row(), band = shape.width < kRun ? kRun / shape.width : 1;  // rows
  bool pooled = false;
  for (std::size_t e = 0; e < image.edge_count; ++e) pooled = pooled || image.edges[e].sums.with_pool != nullptr;
  T *rows = image.scratch, *pool = rows + row;
  for (std::int64_t begin = 0; begin < shape.height; begin += band) {
    const std::int64_t end = begin + band < shape.height ? begin + band : shape.height;
    for (std::size_t e = 0; e < image.edge_count; ++e) {
      if (image.edges[e].sums.gradient == nullptr) continue;
      add_sums(image.edges[e], begin * shape.width, (end - begin) * shape.width, shape.channels);
    }
    for (std::int64_t h = begin; h < end; ++h) {
      if (pooled) {
        box_row(image.source, h, shape.height, row, shape.channels, rows, pool);
        divide_by_inside(pool, h, shape.height, shape.width, shape.channels);
      }
      for (std::size_t e = 0; e < image.edge_count; ++e) {
        const EdgeSums& of_edge = image.edges[e].sums;
        const T* gradient = image.edges[e].gradient + h * row;
        if (of_edge.with_source != nullptr) *of_edge.with_source += dot(gradient, image.source + h * row, row);
        if (of_edge.with_pool != nullptr) *of_edge.with_pool += dot(gradient, pool, row);
      }
    }
  }
}

template <class T>
void norm_gradient(const NormGradient<T>& term, std::int64_t pixel, std::int64_t pixels, std::int64_t channels) {
  for_channel_groups<T>(channels, [&]<int Lanes, int Count>(std::int64_t first) {
    using Pack = Packed<T, Lanes>;
    typename Pack::Type a[Count], b[Count], d[Count], centre[Count];
    for (int k = 0; k < Count; ++k) {
      a[k] = Pack::load(term.a + first + k * Lanes);
      b[k] = Pack::load(term.b + first + k * Lanes);
      d[k] = Pack::load(term.d + first + k * Lanes);
      centre[k] = Pack::load(term.centre + first + k * Lanes);
    }
    const T* gradient = term.gradient + pixel * channels + first;
    const T* y = term.output.data + pixel * term.output.stride + first;
    T* result = term.result.data + pixel * term.result.stride + first;
    for (std::int64_t n = 0; n < pixels; ++n) {
      for (int k = 0; k < Count; ++k) {
        const auto distance = Pack::load(y + k * Lanes) - centre[k];
        Pack::store(result + k * Lanes, a[k] * Pack::load(gradient + k * Lanes) + (b[k] * distance + d[k]));
      }
      gradient += channels;
      y += term.output.stride;
      result += term.result.stride;
    }
  });
}

template <class T>
void norm_gradients(const NormGradients<T>& all) {
  for (std::int64_t from = 0; from < all.pixels; from += kRun) {
    const std::int64_t count = all.pixels - from < kRun ? all.pixels - from : kRun;
    for (std::size_t i = 0; i < all.term_count; ++i) norm_gradient(all.terms[i], from, count, all.channels);
  }
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
    if (image.relu_count == 0) continue;
    // Behind the ReLU, into the scratch that the means are done with.
    const T* first = image.of_relu[0] + at;
    for (std::int64_t i = 0; i < row; ++i) rows[i] = first[i];
    std::size_t n = 1;
    for (; n + 1 < image.relu_count; n += 2) {
      add_scaled(rows, image.of_relu[n] + at, T(1), image.of_relu[n + 1] + at, T(1), row);
    }
    if (n < image.relu_count) add_scaled(rows, image.of_relu[n] + at, T(1), row);
    add_where_positive(image.result + at, image.source + at, rows, row);
  }
}

template <class T>
Kernels<T> compiled_kernels() {
  return {relu_values<T>, moments<T>, forward<T>, sums<T>, norm_gradients<T>, source_gradient<T>};
}

}  // namespace

}  // namespace cellar::network::fused
