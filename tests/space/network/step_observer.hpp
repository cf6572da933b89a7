#pragma once

#include <ATen/ATen.h>
#include <ATen/record_function.h>

#include <memory>
#include <set>
#include <string>

namespace cellar::test {

// Watches what LibTorch does in this thread while it lives, and so where the tensors of a step are made, without
// another device: in float64 a tensor that does not get its input's options is in float32, LibTorch's default.
class StepObserver {
 public:
  StepObserver() {
    seen() = {};
    handle_ = at::addThreadLocalCallback(at::RecordFunctionCallback(begin, end)
                                             .needsInputs(true)
                                             .needsOutputs(true)
                                             .scopes({at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION}));
  }
  ~StepObserver() { at::removeCallback(handle_); }
  StepObserver(const StepObserver&) = delete;
  StepObserver& operator=(const StepObserver&) = delete;

  struct Seen {
    std::set<std::string> misplaced;  // functions that made a floating tensor of another type
    int functions = 0;
    int reads = 0;  // what a host waits for: values, tensors copied to it, sizes that depend on values
  };
  static Seen& seen() {
    static Seen all;
    return all;
  }

 private:
  static bool waits(const at::RecordFunction& function) {
    const std::string name = function.name();
    if (name == "aten::_local_scalar_dense" || name == "aten::nonzero") return true;
    if (name != "aten::copy_" || function.inputs().size() < 2) return false;
    const at::IValue &to = function.inputs()[0], &from = function.inputs()[1];
    return to.isTensor() && from.isTensor() && to.toTensor().is_cpu() && !from.toTensor().is_cpu();
  }
  static std::unique_ptr<at::ObserverContext> begin(const at::RecordFunction& function) {
    ++seen().functions;
    if (waits(function)) ++seen().reads;
    return nullptr;
  }
  static void end(const at::RecordFunction& function, at::ObserverContext* /*context*/) {
    const std::string name = function.name();
    for (const at::IValue& output : function.outputs()) {
      if (!output.isTensor() || !output.toTensor().defined()) continue;
      const at::Tensor& tensor = output.toTensor();
      if (tensor.is_floating_point() && tensor.scalar_type() != at::kDouble) seen().misplaced.insert(name);
    }
  }

  at::CallbackHandle handle_;
};

}  // namespace cellar::test
