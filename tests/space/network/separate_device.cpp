#include "tests/space/network/separate_device.hpp"

#include <ATen/ATen.h>
#include <ATen/EmptyTensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/view_native.h>
#include <ATen/record_function.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <tuple>
#include <vector>

namespace cellar::test {

namespace {

const at::Device kDevice(at::kPrivateUse1, 0);
constexpr c10::DispatchKeySet kKeys(c10::DispatchKey::PrivateUse1);

bool is_there(const at::Tensor& tensor) { return tensor.defined() && tensor.device() == kDevice; }

// Addresses are so far off that the host has no memory there.
constexpr std::uintptr_t kFar = std::uintptr_t{1} << 47;
void* far(void* address) { return address == nullptr ? nullptr : static_cast<char*>(address) + kFar; }
void* near(void* address) { return address == nullptr ? nullptr : static_cast<char*>(address) - kFar; }

// The same memory, as a tensor of the host.
at::Tensor on_host(const at::Tensor& tensor) {
  if (!is_there(tensor)) return tensor;
  const at::TensorOptions options = tensor.options().device(at::kCPU).requires_grad(false);
  if (tensor.numel() == 0) return at::empty_strided(tensor.sizes(), tensor.strides(), options);
  return at::from_blob(
      near(tensor.data_ptr()), tensor.sizes(), tensor.strides(), [tensor](void* /*memory*/) {}, options);
}

// And the other way round.
at::Tensor on_device(const at::Tensor& host) {
  if (!host.defined()) return host;
  auto* const kept = new at::Tensor(host);
  const auto release = [](void* memory) { delete static_cast<at::Tensor*>(memory); };
  c10::Storage storage(c10::Storage::use_byte_size_t(), host.storage().nbytes(),
                       c10::DataPtr(far(host.storage().data()), kept, release, kDevice), nullptr, false);
  at::Tensor tensor = at::detail::make_tensor<c10::TensorImpl>(std::move(storage), kKeys, host.dtype());
  tensor.unsafeGetTensorImpl()->set_sizes_and_strides(host.sizes(), host.strides(), host.storage_offset());
  return tensor;
}

struct Memory final : c10::Allocator {
  c10::DataPtr allocate(std::size_t bytes) const override {
    constexpr std::size_t kAlignment = 64;
    void* const memory = std::aligned_alloc(kAlignment, (bytes / kAlignment + 1) * kAlignment);
    return {far(memory), memory, &std::free, kDevice};
  }
};

Memory& memory() {
  static Memory memory;
  return memory;
}

at::Tensor empty(at::IntArrayRef sizes, c10::optional<at::ScalarType> type, c10::optional<at::Layout> /*layout*/,
                 c10::optional<at::Device> /*device*/, c10::optional<bool> /*pinned*/,
                 c10::optional<at::MemoryFormat> format) {
  return at::detail::empty_generic(sizes, &memory(), kKeys, type.value_or(at::kFloat), format);
}

at::Tensor empty_strided(at::IntArrayRef sizes, at::IntArrayRef strides, c10::optional<at::ScalarType> type,
                         c10::optional<at::Layout> /*layout*/, c10::optional<at::Device> /*device*/,
                         c10::optional<bool> /*pinned*/) {
  return at::detail::empty_strided_generic(sizes, strides, &memory(), kKeys, type.value_or(at::kFloat));
}

// The one operation that takes tensors of both.
at::Tensor copy_from(const at::Tensor& from, const at::Tensor& to, bool /*non_blocking*/) {
  on_host(to).copy_(on_host(from));
  return to;
}

// Which tensors an operation is given.
struct Given {
  bool of_device = false, of_host = false;

  at::Tensor take(const at::Tensor& tensor) {
    if (!tensor.defined()) return tensor;
    is_there(tensor) ? of_device = true : of_host = of_host || tensor.dim() > 0;
    return on_host(tensor);
  }
};

c10::IValue taken(const c10::IValue& value, Given& given) {
  if (value.isTensor()) return given.take(value.toTensor());
  if (value.isTensorList()) {
    c10::List<at::Tensor> list;
    for (const at::Tensor& tensor : value.toTensorVector()) list.push_back(given.take(tensor));
    return list;
  }
  if (value.isOptionalTensorList()) {
    c10::List<c10::optional<at::Tensor>> list;
    for (const c10::optional<at::Tensor>& tensor : value.toOptionalTensorVector()) {
      list.push_back(tensor ? c10::optional<at::Tensor>(given.take(*tensor)) : c10::nullopt);
    }
    return list;
  }
  if (value.isDevice()) return at::Device(at::kCPU);
  return value;
}

bool is_written(const c10::AliasInfo* alias) { return alias != nullptr && alias->isWrite(); }

// The argument that an operation writes to and answers with, if it does.
const c10::IValue* written(const c10::Argument& result, const c10::FunctionSchema& schema,
                           const std::vector<c10::IValue>& arguments) {
  if (!is_written(result.alias_info())) return nullptr;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const c10::AliasInfo* const alias = schema.arguments()[i].alias_info();
    if (alias != nullptr && alias->beforeSets() == result.alias_info()->beforeSets()) return &arguments[i];
  }
  return nullptr;
}

// What was written into a tensor that had no elements before has memory of its own.
void take_over(const at::Tensor& host, const at::Tensor& tensor) {
  if (host.sizes() == tensor.sizes()) return;
  c10::TensorImpl* const own = tensor.unsafeGetTensorImpl();
  own->set_storage_keep_dtype(on_device(host).storage());
  own->set_sizes_and_strides(host.sizes(), host.strides(), host.storage_offset());
}

c10::IValue answered(const c10::IValue& value) {
  if (value.isTensor()) return on_device(value.toTensor());
  if (!value.isTensorList()) return value;
  c10::List<at::Tensor> list;
  for (const at::Tensor& tensor : value.toTensorVector()) list.push_back(on_device(tensor));
  return list;
}

// Any operation, by the CPU's kernel.
void compute(const c10::OperatorHandle& operation, torch::jit::Stack* stack) {
  const c10::FunctionSchema& schema = operation.schema();
  const std::vector<c10::IValue> arguments = torch::jit::pop(*stack, schema.arguments().size());
  Given given;
  std::vector<c10::IValue> hosts;
  for (const c10::IValue& argument : arguments) hosts.push_back(taken(argument, given));
  stack->insert(stack->end(), hosts.begin(), hosts.end());
  TORCH_CHECK(!(given.of_device && given.of_host), schema.name(), " is given tensors of the host and of a device");
  {
    const at::DisableRecordFunctionGuard unseen;  // an observer has seen the operation
    operation.callBoxed(stack);
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i].isTensor() || !is_written(schema.arguments()[i].alias_info())) continue;
    take_over(hosts[i].toTensor(), arguments[i].toTensor());
  }
  const std::size_t first = stack->size() - schema.returns().size();
  for (std::size_t i = 0; i < schema.returns().size(); ++i) {
    const c10::IValue* const argument = written(schema.returns()[i], schema, arguments);
    c10::IValue& value = (*stack)[first + i];
    value = argument != nullptr ? *argument : answered(value);
  }
}

at::Tensor convolution(const at::Tensor& x, const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                       at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
                       at::IntArrayRef output_padding, std::int64_t groups) {
  const bool has_bias = bias && bias->defined();
  TORCH_CHECK(is_there(x) && is_there(weight) && (!has_bias || is_there(*bias)),
              "a convolution is given tensors of the host and of a device");
  const auto own_bias = has_bias ? c10::optional<at::Tensor>(on_host(*bias)) : c10::nullopt;
  return on_device(at::convolution(on_host(x), on_host(weight), own_bias, stride, padding, dilation, transposed,
                                   output_padding, groups));
}

using ThreeTensors = std::tuple<at::Tensor, at::Tensor, at::Tensor>;
ThreeTensors convolution_backward(const at::Tensor& gradient, const at::Tensor& x, const at::Tensor& weight,
                                  at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation,
                                  bool transposed, at::IntArrayRef output_padding, std::int64_t groups,
                                  std::array<bool, 3> which) {
  TORCH_CHECK(is_there(gradient) && is_there(x) && is_there(weight),
              "a convolution's gradient is given tensors of the host and of a device");
  const std::vector<std::int64_t> bias = {weight.size(0)};
  const auto [of_x, of_weight, of_bias] =
      at::convolution_backward(on_host(gradient), on_host(x), on_host(weight), at::IntArrayRef(bias), stride, padding,
                               dilation, transposed, output_padding, groups, which);
  return {on_device(of_x), on_device(of_weight), on_device(of_bias)};
}

}  // namespace

at::Device separate_device() { return kDevice; }

C10_REGISTER_GUARD_IMPL(PrivateUse1, c10::impl::NoOpDeviceGuardImpl<c10::DeviceType::PrivateUse1>);

TORCH_LIBRARY_IMPL(_, PrivateUse1, library) { library.fallback(torch::CppFunction::makeFromBoxedFunction<&compute>()); }

TORCH_LIBRARY_IMPL(aten, PrivateUse1, library) {
  library.impl("empty.memory_format", &empty);
  library.impl("empty_strided", &empty_strided);
  library.impl("_copy_from", &copy_from);
  library.impl("as_strided", &at::native::as_strided_tensorimpl);
  library.impl("view", &at::native::view);
  library.impl("_reshape_alias", &at::native::_reshape_alias);
  library.impl("convolution_overrideable", &convolution);
  library.impl("convolution_backward_overrideable", &convolution_backward);
}

}  // namespace cellar::test
