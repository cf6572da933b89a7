#include "space/network/layers.hpp"

#include <ATen/ATen.h>

namespace cellar::network {

namespace {

at::Tensor parameter(at::Tensor tensor) { return tensor.set_requires_grad(true); }

}  // namespace

Convolution::Convolution(const Options& options, TensorKind kind)
    : options_(options),
      weight_(parameter(at::zeros({options.out, options.in, options.size, options.size}, kind.options()))) {
  if (options.bias) bias_ = parameter(at::zeros({options.out}, kind.options()));
}

at::Tensor Convolution::forward(const at::Tensor& x, bool /*training*/) {
  return at::conv2d(x, weight_, bias_, options_.stride, options_.padding);
}

void Convolution::collect(const std::string& prefix, Weights& weights) const {
  weights.parameter(prefix + "weight", weight_);
  if (bias_.defined()) weights.parameter(prefix + "bias", bias_);
}

void Convolution::add_to(ConvNormTensors& tensors) const {
  tensors.weight = weight_;
  tensors.bias = bias_;
}

BatchNorm::BatchNorm(int channels, NormOptions options, TensorKind kind) {
  if (options.affine) {
    weight_ = parameter(at::ones({channels}, kind.options()));
    bias_ = parameter(at::zeros({channels}, kind.options()));
  }
  if (options.track) {
    running_mean_ = at::zeros({channels}, kind.options());
    running_variance_ = at::ones({channels}, kind.options());
    batches_ = at::zeros({}, kind.options().dtype(at::kLong));
  }
}

at::Tensor BatchNorm::forward(const at::Tensor& x, bool training) {
  if (training && batches_.defined()) batches_.add_(1);
  const bool own_statistics = training || !running_mean_.defined();
  return at::batch_norm(x, weight_, bias_, running_mean_, running_variance_, own_statistics, kNormMomentum,
                        kNormEpsilon, true);
}

void BatchNorm::collect(const std::string& prefix, Weights& weights) const {
  if (weight_.defined()) {
    weights.parameter(prefix + "weight", weight_);
    weights.parameter(prefix + "bias", bias_);
  }
  if (!running_mean_.defined()) return;
  weights.buffer(prefix + "running_mean", running_mean_);
  weights.buffer(prefix + "running_var", running_variance_);
  weights.buffer(prefix + "num_batches_tracked", batches_);
}

void BatchNorm::add_to(ConvNormTensors& tensors) const {
  tensors.scale = weight_;
  tensors.shift = bias_;
  tensors.running_mean = running_mean_;
  tensors.running_variance = running_variance_;
  tensors.batches = batches_;
}

ReluConvNorm::ReluConvNorm(Convolution::Options options, NormOptions norm, TensorKind kind)
    : convolution_((options.bias = !norm.affine, options), kind), norm_(options.out, norm, kind) {}

at::Tensor ReluConvNorm::forward(const at::Tensor& x, bool training) {
  return forward_rectified(at::relu(x), training);
}

at::Tensor ReluConvNorm::forward_rectified(const at::Tensor& rectified, bool training) {
  return norm_.forward(convolution_.forward(rectified, training), training);
}

void ReluConvNorm::collect(const std::string& prefix, Weights& weights) const {
  convolution_.collect(prefix + "op.1.", weights);
  norm_.collect(prefix + "op.2.", weights);
}

ConvNormTensors ReluConvNorm::tensors() const {
  ConvNormTensors tensors;
  convolution_.add_to(tensors);
  norm_.add_to(tensors);
  return tensors;
}

Stem::Stem(int channels, TensorKind kind)
    : convolution_({.in = 3, .out = channels, .size = 3, .padding = 1}, kind), norm_(channels, {}, kind) {}

at::Tensor Stem::forward(const at::Tensor& x, bool training) {
  return norm_.forward(convolution_.forward(x, training), training);
}

void Stem::collect(const std::string& prefix, Weights& weights) const {
  convolution_.collect(prefix + "0.", weights);
  norm_.collect(prefix + "1.", weights);
}

ResidualBlock::ResidualBlock(int in, int out, int stride, NormOptions norm, TensorKind kind)
    : conv_a_({.in = in, .out = out, .size = 3, .stride = stride, .padding = 1}, norm, kind),
      conv_b_({.in = out, .out = out, .size = 3, .padding = 1}, norm, kind) {
  if (stride == 2) {
    halving_ = std::make_unique<Convolution>(Convolution::Options{.in = in, .out = out}, kind);
  } else if (in != out) {
    widening_ = std::make_unique<ReluConvNorm>(Convolution::Options{.in = in, .out = out}, norm, kind);
  }
}

at::Tensor ResidualBlock::forward(const at::Tensor& x, bool training) {
  const at::Tensor deep = conv_b_.forward(conv_a_.forward(x, training), training);
  if (halving_) return halving_->forward(at::avg_pool2d(x, 2, 2), training) + deep;
  return (widening_ ? widening_->forward(x, training) : x) + deep;
}

void ResidualBlock::collect(const std::string& prefix, Weights& weights) const {
  conv_a_.collect(prefix + "conv_a.", weights);
  conv_b_.collect(prefix + "conv_b.", weights);
  if (halving_) halving_->collect(prefix + "downsample.1.", weights);
  if (widening_) widening_->collect(prefix + "downsample.", weights);
}

}  // namespace cellar::network
