#include "space/network/weights.hpp"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/errors.hpp"

namespace cellar::network {

at::Tensor Weights::find(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.name == name) return entry.tensor;
  }
  return {};
}

std::vector<at::Tensor> Weights::parameters() const {
  std::vector<at::Tensor> parameters;
  for (const Entry& entry : entries_) {
    if (entry.is_parameter) parameters.push_back(entry.tensor);
  }
  return parameters;
}

void Weights::load(std::string_view name, const at::Tensor& value) const {
  const at::Tensor own = find(name);
  if (!own.defined()) throw Error(fmt::format("the network has no weights '{}'", name));
  if (own.sizes() != value.sizes()) {
    throw Error(fmt::format("the weights '{}' have shape ({}), the network's ({})", name,
                            fmt::join(value.sizes(), ", "), fmt::join(own.sizes(), ", ")));
  }
  const c10::NoGradGuard no_grad;
  own.copy_(value);
}

}  // namespace cellar::network
