#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>

#include "space/network/weights.hpp"

// The layers of the networks of NAS-Bench-201 and NATS-Bench, with the names of weights that AutoDL-Projects gives them
// (models/cell_operations.py). Feature maps are [N, C, H, W]; every tensor is made with the options of `TensorKind`.
namespace cellar::network {

// Type and device of a network's tensors.
struct TensorKind {
  at::ScalarType type = at::kFloat;
  at::Device device = at::kCPU;

  at::TensorOptions options() const { return at::TensorOptions(type).device(device); }
};

struct NormOptions {
  bool affine = true;  // has a scale and a shift. Where not, the convolution before it has a bias
  bool track = true;   // keeps running statistics; without them a batch is normalised by its own when evaluating, too
};

// The tensors of a convolution and the batch normalisation behind it, undefined where there are none.
struct ConvNormTensors {
  at::Tensor weight, bias;                             // of the convolution
  at::Tensor scale, shift;                             // where the normalisation is affine
  at::Tensor running_mean, running_variance, batches;  // where it is tracked
};

// A part of a network: what it computes and the names of its weights.
class Layer {
 public:
  virtual ~Layer() = default;
  virtual at::Tensor forward(const at::Tensor& x, bool training) = 0;
  virtual void collect(const std::string& prefix, Weights& weights) const = 0;
};

class Convolution final : public Layer {
 public:
  struct Options {
    int in = 0, out = 0;  // channels
    int size = 1, stride = 1, padding = 0;
    bool bias = false;
  };

  Convolution(const Options& options, TensorKind kind);
  at::Tensor forward(const at::Tensor& x, bool training) override;
  void collect(const std::string& prefix, Weights& weights) const override;
  void add_to(ConvNormTensors& tensors) const;

 private:
  Options options_;
  at::Tensor weight_, bias_;  // [out, in, size, size], [out]
};

inline constexpr double kNormEpsilon = 1e-5;
inline constexpr double kNormMomentum = 0.1;

// Batch normalisation with eps 1e-5 and momentum 0.1: divides by the biased standard deviation, tracks the unbiased
// one.
class BatchNorm final : public Layer {
 public:
  BatchNorm(int channels, NormOptions options, TensorKind kind);
  at::Tensor forward(const at::Tensor& x, bool training) override;
  void collect(const std::string& prefix, Weights& weights) const override;
  void add_to(ConvNormTensors& tensors) const;

 private:
  at::Tensor weight_, bias_, running_mean_, running_variance_;  // [C]; undefined where there are none
  at::Tensor batches_;                                          // num_batches_tracked
};

// ReLU, convolution, batch normalisation.
class ReluConvNorm final : public Layer {
 public:
  ReluConvNorm(Convolution::Options options, NormOptions norm, TensorKind kind);
  at::Tensor forward(const at::Tensor& x, bool training) override;
  // Of relu(x), which others may share.
  at::Tensor forward_rectified(const at::Tensor& rectified, bool training);
  void collect(const std::string& prefix, Weights& weights) const override;
  ConvNormTensors tensors() const;

 private:
  Convolution convolution_;
  BatchNorm norm_;
};

// 3x3 convolution of the image and batch normalisation.
class Stem final : public Layer {
 public:
  Stem(int channels, TensorKind kind);
  at::Tensor forward(const at::Tensor& x, bool training) override;
  void collect(const std::string& prefix, Weights& weights) const override;

 private:
  Convolution convolution_;
  BatchNorm norm_;
};

// What ResNetBasicblock is: two 3x3 convolutions beside a shortcut. Stride 2 halves the image, by a mean of 2x2 pixels
// in the shortcut.
class ResidualBlock final : public Layer {
 public:
  ResidualBlock(int in, int out, int stride, NormOptions norm, TensorKind kind);
  at::Tensor forward(const at::Tensor& x, bool training) override;
  void collect(const std::string& prefix, Weights& weights) const override;

 private:
  ReluConvNorm conv_a_, conv_b_;
  std::unique_ptr<Convolution> halving_;    // the shortcut with stride 2
  std::unique_ptr<ReluConvNorm> widening_;  // the shortcut that only changes the channels
};

}  // namespace cellar::network
