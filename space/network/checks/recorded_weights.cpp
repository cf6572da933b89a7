#include "space/network/checks/recorded_weights.hpp"

#include <ATen/ATen.h>

#include <algorithm>

namespace cellar::network {

void load_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights) {
  for (const Weights::Entry& entry : weights.entries()) weights.load(entry.name, recorded.tensor(prefix + entry.name));
}

void compare_weights(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                     Comparison& comparison, double floor) {
  for (const std::string& name : recorded.names(prefix)) {
    comparison.value(prefix + name, weights.find(name), recorded.tensor(prefix + name), floor);
  }
}

void compare_gradients(const RecordedCase& recorded, const std::string& prefix, const Weights& weights,
                       Comparison& comparison) {
  const std::vector<std::string> names = recorded.names(prefix);
  double largest = 0;
  for (const std::string& name : names) {
    largest = std::max(largest, recorded.tensor(prefix + name).abs().max().item<double>());
  }
  for (const std::string& name : names) {
    const at::Tensor own = weights.find(name);
    comparison.gradient(prefix + name, own.defined() ? own.grad() : own, recorded.tensor(prefix + name),
                        1e-3 * largest);
  }
}

}  // namespace cellar::network
