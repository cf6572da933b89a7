#include "space/network/learning_rate.hpp"

#include <ATen/ATen.h>

namespace cellar::network {

at::Tensor minus_scaled(const at::Tensor& x, const at::Tensor& y, const LearningRate& rate) {
  const auto* const tensor = std::get_if<at::Tensor>(&rate);
  return tensor == nullptr ? x.sub(y, std::get<double>(rate)) : x - y * *tensor;
}

}  // namespace cellar::network
