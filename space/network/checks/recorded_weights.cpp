#include "space/network/checks/recorded_weights.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"

namespace cellar::network {

void load_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights) {
  for (const Weights::Entry& entry : weights.entries()) {
    const at::Tensor value = recorded.tensor(prefix + entry.name);
    if (entry.tensor.is_floating_point() && !value.is_floating_point()) {
      throw Error(fmt::format("the tensor '{}' holds {}", prefix + entry.name, at::toString(value.scalar_type())));
    }
    weights.load(entry.name, value);
  }
}

void compare_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                     Comparison& comparison, const WeightNames& vanishing) {
  double largest = 0;
  for (const Weights::Entry& entry : weights.entries()) {
    if (entry.is_parameter) largest = std::max(largest, magnitude(entry.tensor));
  }
  const double vanished = comparison.allowed().vanishing * largest;
  for (const std::string& name : recorded.names(prefix)) {
    comparison.value(recorded, prefix + name, weights.find(name), vanishing.contains(name) ? vanished : 0);
  }
}

void compare_gradients(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                       Comparison& comparison, const ExpectedRounding& rounding) {
  const double vanished = comparison.allowed().vanishing * largest_gradient(weights);
  for (const std::string& name : recorded.names(prefix)) {
    const at::Tensor own = weights.find(name);
    comparison.gradient(recorded, prefix + name, own.defined() ? own.grad() : own,
                        rounding.of_gradient(name, vanished));
  }
}

double largest_gradient(const Weights& weights) {
  double largest = 0;
  for (const Weights::Entry& entry : weights.entries()) {
    if (entry.tensor.grad().defined()) largest = std::max(largest, magnitude(entry.tensor.grad()));
  }
  return largest;
}

}  // namespace cellar::network
