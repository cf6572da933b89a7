#pragma once

#include <array>
#include <cstdint>

// The arithmetic of a fused search cell apart from its convolutions, for one image at a time. Maps are [H, W, C], that
// is one image of a channels-last tensor. No tensors here, so that this part can be compiled for several processors.
namespace cellar::network::fused {

struct ImageShape {
  std::int64_t height = 0, width = 0, channels = 0;

  std::int64_t pixels() const { return height * width; }
  std::int64_t row() const { return width * channels; }
  std::int64_t size() const { return height * row(); }
};

// The part of a convolution's output that belongs to one edge: `channels` values in every `stride`.
template <class T>
struct Strided {
  T* data = nullptr;  // none: the edge has no such term
  std::int64_t stride = 0;
};

inline constexpr std::size_t kSizes = 2;       // of convolutions: 1x1 and 3x3
inline constexpr std::size_t kMaxTargets = 3;  // of a node

// What an edge adds to its target: scaled convolutions, a constant for each channel, the source and its mean of 3x3.
template <class T>
struct EdgeTerms {
  std::array<Strided<const T>, kSizes> convolutions;
  std::array<const T*, kSizes> scales{};  // [C]
  const T* shift = nullptr;               // [C]; none: there are no convolutions, nothing is added or assigned
  T skip = 0, pool = 0;
  T* target = nullptr;
};

template <class T>
struct ForwardImage {
  ImageShape shape;
  const T* source = nullptr;
  std::array<EdgeTerms<T>, kMaxTargets> edges;
  std::size_t edge_count = 0;
  bool assign = false;   // the targets have no value yet
  T* scratch = nullptr;  // 2 rows
};

// Sums over one image that the gradients of an edge are made of.
struct EdgeSums {
  double* gradient = nullptr;                       // [C], of G
  std::array<double*, kSizes> with_convolutions{};  // [C], of G (y - centre)
  double* with_source = nullptr;                    // of G x; none where it is not asked for
  double* with_pool = nullptr;                      // of G pool(x); the same
};

template <class T>
struct EdgeGradient {
  const T* gradient = nullptr;  // G, of the target
  std::array<Strided<const T>, kSizes> convolutions;
  std::array<const T*, kSizes> centres{};  // [C]
  EdgeSums sums;
};

template <class T>
struct SumsImage {
  ImageShape shape;
  const T* source = nullptr;
  std::array<EdgeGradient<T>, kMaxTargets> edges;
  std::size_t edge_count = 0;
  T* scratch = nullptr;  // 2 rows
};

// The gradient of a convolution's output in front of a batch normalisation: a G + b (y - centre) + d.
template <class T>
struct NormGradient {
  const T* gradient = nullptr;  // G, of the term's target
  Strided<const T> output;
  const T *centre = nullptr, *a = nullptr, *b = nullptr, *d = nullptr;  // [C]
  Strided<T> result;
};

// Those of all terms that share an output, over any number of pixels.
template <class T>
struct NormGradients {
  std::int64_t pixels = 0, channels = 0;
  std::array<NormGradient<T>, kMaxTargets> terms;
  std::size_t term_count = 0;
};

// The gradient of a source node, of all that its edges computed of it.
template <class T>
struct SourceGradient {
  ImageShape shape;
  const T* source = nullptr;
  std::array<const T*, 1 + kMaxTargets> of_relu{};  // what the convolutions give back
  std::size_t relu_count = 0;
  std::array<const T*, kMaxTargets> gradients{};
  std::array<T, kMaxTargets> skip{}, pool{};
  std::size_t edge_count = 0;
  T* result = nullptr;
  T* scratch = nullptr;  // a map and 2 rows
};

template <class T>
struct Kernels {
  void (*relu)(const T* x, T* y, std::int64_t count);
  // Adds the sums of y - origin and of its square over the pixels, per channel.
  void (*moments)(const T* y, std::int64_t pixels, std::int64_t channels, const T* origin, double* sum, double* square);
  void (*forward)(const ForwardImage<T>& image);
  void (*sums)(const SumsImage<T>& image);
  void (*norm_gradients)(const NormGradients<T>& terms);
  void (*source_gradient)(const SourceGradient<T>& image);
};

// Those for the processor that the program runs on.
template <class T>
const Kernels<T>& kernels();

}  // namespace cellar::network::fused
