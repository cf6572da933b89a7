#pragma once

#include <ATen/record_function.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <functional>

namespace cellar::network {

// While it lives, sees what this thread computes in a network: the outputs of convolutions and linear layers, the
// inputs of ReLUs, in the order of their computation. It uses LibTorch's own record of operations, so that networks
// know nothing of it and are no slower where nobody looks.
class ObservedOperations {
 public:
  using Callback = std::function<void(const at::Tensor&)>;

  // Either may be empty.
  ObservedOperations(Callback layer_output, Callback relu_input);
  ~ObservedOperations();
  ObservedOperations(const ObservedOperations&) = delete;
  ObservedOperations& operator=(const ObservedOperations&) = delete;

 private:
  c10::DebugInfoGuard callbacks_;
  at::CallbackHandle handle_;
};

}  // namespace cellar::network
