#pragma once

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/pooling.h>

#include <memory>

#include "space/network/layers.hpp"

// The layers of plain::Supernet. Modules are named so that their weights have the original's names.
namespace cellar::plain {

using network::NormOptions;

struct Layer : torch::nn::Module {
  virtual at::Tensor forward(const at::Tensor& x) = 0;
};

torch::nn::Conv2d convolution(int in, int out, int size, int stride, bool bias);
torch::nn::BatchNorm2d batch_norm(int channels, NormOptions norm);

struct ReluConvNorm final : Layer {
  ReluConvNorm(int in, int out, int size, int stride, NormOptions norm);
  at::Tensor forward(const at::Tensor& x) override;

  torch::nn::Sequential op;
};

// The residual block with stride 2.
struct Reduction final : Layer {
  Reduction(int in, int out);
  at::Tensor forward(const at::Tensor& x) override;

  std::shared_ptr<ReluConvNorm> conv_a, conv_b;
  torch::nn::Sequential downsample;
};

// The operation of this number, in the order of nb201::Operation.
std::shared_ptr<Layer> operation(int number, int channels, NormOptions norm);

}  // namespace cellar::plain
