#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace cellar::network::fused {

// The values of a tensor of one dimension; none where it is undefined.
inline std::vector<double> values(const at::Tensor& tensor) {
  if (!tensor.defined()) return {};
  const at::Tensor flat = tensor.contiguous();
  const auto count = flat.numel();
  if (flat.scalar_type() == at::kDouble) return {flat.data_ptr<double>(), flat.data_ptr<double>() + count};
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + count};
}

// The inverse, for a contiguous tensor.
inline void set_values(const at::Tensor& tensor, const std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (tensor.scalar_type() == at::kDouble) {
      tensor.data_ptr<double>()[i] = values[i];
    } else {
      tensor.data_ptr<float>()[i] = static_cast<float>(values[i]);
    }
  }
}

// In the type that the kernels compute in.
template <class T>
std::vector<T> converted(const std::vector<double>& values) {
  std::vector<T> result;
  result.reserve(values.size());
  for (const double value : values) result.push_back(static_cast<T>(value));
  return result;
}

}  // namespace cellar::network::fused
