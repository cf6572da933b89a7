#pragma once

#include <ATen/core/Tensor.h>

#include <variant>

namespace cellar::network {

// A learning rate: a number, or a float32 tensor without dimensions on the parameters' device. A step that is recorded
// once and played again (step_graph.hpp) reads the tensor whenever it is played.
using LearningRate = std::variant<double, at::Tensor>;

// x - rate y, on the device.
at::Tensor minus_scaled(const at::Tensor& x, const at::Tensor& y, const LearningRate& rate);

}  // namespace cellar::network
