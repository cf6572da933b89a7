#include "tests/space/network/plain/plain_modules.hpp"

#include <torch/nn/modules/activation.h>

namespace cellar::plain {

torch::nn::Conv2d convolution(int in, int out, int size, int stride, bool bias) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, size).stride(stride).padding(size / 2).bias(bias));
}

torch::nn::BatchNorm2d batch_norm(int channels, NormOptions norm) {
  return torch::nn::BatchNorm2d(
      torch::nn::BatchNorm2dOptions(channels).affine(norm.affine).track_running_stats(norm.track));
}

ReluConvNorm::ReluConvNorm(int in, int out, int size, int stride, NormOptions norm)
    : op(torch::nn::ReLU(), convolution(in, out, size, stride, !norm.affine), batch_norm(out, norm)) {
  register_module("op", op);
}

at::Tensor ReluConvNorm::forward(const at::Tensor& x) { return op->forward(x); }

Reduction::Reduction(int in, int out)
    : conv_a(std::make_shared<ReluConvNorm>(in, out, 3, 2, NormOptions{})),
      conv_b(std::make_shared<ReluConvNorm>(out, out, 3, 1, NormOptions{})),
      downsample(torch::nn::AvgPool2d(torch::nn::AvgPool2dOptions(2).stride(2)), convolution(in, out, 1, 1, false)) {
  register_module("conv_a", conv_a);
  register_module("conv_b", conv_b);
  register_module("downsample", downsample);
}

at::Tensor Reduction::forward(const at::Tensor& x) {
  return downsample->forward(x) + conv_b->forward(conv_a->forward(x));
}

namespace {

struct Zero final : Layer {
  at::Tensor forward(const at::Tensor& x) override { return x * 0; }
};

struct Identity final : Layer {
  at::Tensor forward(const at::Tensor& x) override { return x; }
};

struct AveragePool final : Layer {
  AveragePool() : op(torch::nn::AvgPool2dOptions(3).stride(1).padding(1).count_include_pad(false)) {
    register_module("op", op);
  }
  at::Tensor forward(const at::Tensor& x) override { return op->forward(x); }

  torch::nn::AvgPool2d op;
};

}  // namespace

std::shared_ptr<Layer> operation(int number, int channels, NormOptions norm) {
  switch (number) {
    case 0:
      return std::make_shared<Zero>();
    case 1:
      return std::make_shared<Identity>();
    case 2:
      return std::make_shared<ReluConvNorm>(channels, channels, 1, 1, norm);
    case 3:
      return std::make_shared<ReluConvNorm>(channels, channels, 3, 1, norm);
    default:
      return std::make_shared<AveragePool>();
  }
}

}  // namespace cellar::plain
