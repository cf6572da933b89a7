#include "space/network/operations.hpp"

#include <ATen/ATen.h>

#include "core/errors.hpp"

namespace cellar::network {

namespace {

class Identity final : public Layer {
 public:
  at::Tensor forward(const at::Tensor& x, bool /*training*/) override { return x; }
  void collect(const std::string& /*prefix*/, Weights& /*weights*/) const override {}
};

// Zeros that the gradient goes through, as zeros.
class Zero final : public Layer {
 public:
  explicit Zero(OperationShape shape) : shape_(shape) {}

  at::Tensor forward(const at::Tensor& x, bool /*training*/) override {
    if (shape_.in != shape_.out) return at::zeros({x.size(0), shape_.out, x.size(2), x.size(3)}, x.options());
    if (shape_.stride == 1) return x * 0;
    return x.slice(2, 0, c10::nullopt, shape_.stride).slice(3, 0, c10::nullopt, shape_.stride) * 0;
  }

  void collect(const std::string& /*prefix*/, Weights& /*weights*/) const override {}

 private:
  OperationShape shape_;
};

// Mean of the 3x3 pixels that lie inside of the image.
class AveragePool final : public Layer {
 public:
  AveragePool(OperationShape shape, NormOptions norm, TensorKind kind) : stride_(shape.stride) {
    if (shape.in == shape.out) return;
    widening_ = std::make_unique<ReluConvNorm>(Convolution::Options{.in = shape.in, .out = shape.out}, norm, kind);
  }

  at::Tensor forward(const at::Tensor& x, bool training) override {
    const at::Tensor input = widening_ ? widening_->forward(x, training) : x;
    return at::avg_pool2d(input, 3, stride_, 1, false, false);
  }

  void collect(const std::string& prefix, Weights& weights) const override {
    if (widening_) widening_->collect(prefix + "preprocess.", weights);
  }

 private:
  int stride_;
  std::unique_ptr<ReluConvNorm> widening_;
};

std::unique_ptr<Layer> make_convolution(int size, OperationShape shape, NormOptions norm, TensorKind kind) {
  const Convolution::Options options{
      .in = shape.in, .out = shape.out, .size = size, .stride = shape.stride, .padding = size / 2};
  return std::make_unique<ReluConvNorm>(options, norm, kind);
}

}  // namespace

std::unique_ptr<Layer> make_operation(nb201::Operation operation, OperationShape shape, NormOptions norm,
                                      TensorKind kind) {
  switch (operation) {
    case nb201::Operation::none:
      return std::make_unique<Zero>(shape);
    case nb201::Operation::skip_connect:
      if (shape.in == shape.out && shape.stride == 1) return std::make_unique<Identity>();
      return std::make_unique<FactorizedReduce>(shape, norm, kind);
    case nb201::Operation::nor_conv_1x1:
      return make_convolution(1, shape, norm, kind);
    case nb201::Operation::nor_conv_3x3:
      return make_convolution(3, shape, norm, kind);
    case nb201::Operation::avg_pool_3x3:
      return std::make_unique<AveragePool>(shape, norm, kind);
  }
  throw ContractError("an operation that is none of the five");
}

FactorizedReduce::FactorizedReduce(OperationShape shape, NormOptions norm, TensorKind kind)
    : norm_(shape.out, norm, kind) {
  const auto add = [&](int out) {
    convolutions_.emplace_back(
        Convolution::Options{.in = shape.in, .out = out, .stride = shape.stride, .bias = !norm.affine}, kind);
  };
  if (shape.stride == 1) {
    add(shape.out);
  } else {
    add(shape.out / 2);
    add(shape.out - shape.out / 2);
  }
}

at::Tensor FactorizedReduce::forward(const at::Tensor& x, bool training) {
  if (convolutions_.size() == 1) return norm_.forward(convolutions_[0].forward(x, training), training);
  const at::Tensor input = at::relu(x);
  const at::Tensor shifted = at::constant_pad_nd(input, {0, 1, 0, 1}).slice(2, 1).slice(3, 1);
  const at::Tensor both =
      at::cat({convolutions_[0].forward(input, training), convolutions_[1].forward(shifted, training)}, 1);
  return norm_.forward(both, training);
}

void FactorizedReduce::collect(const std::string& prefix, Weights& weights) const {
  if (convolutions_.size() == 1) {
    convolutions_[0].collect(prefix + "conv.", weights);
  } else {
    convolutions_[0].collect(prefix + "convs.0.", weights);
    convolutions_[1].collect(prefix + "convs.1.", weights);
  }
  norm_.collect(prefix + "bn.", weights);
}

}  // namespace cellar::network
