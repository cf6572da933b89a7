#include "space/network/device.hpp"

#include <ATen/Context.h>
#include <c10/util/Exception.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <new>

#include "core/errors.hpp"

namespace cellar::network {

namespace {

constexpr const char* kLessMemory = "there is not enough memory: fewer channels, cells or images a batch need less";

std::size_t cuda_devices() { return at::hasCUDA() ? at::getNumGPUs() : 0; }

at::Device parse(const std::string& name) {
  try {
    const at::Device device(name);
    if (device.is_cpu() || device.is_cuda() || device.is_mps()) return device;
  } catch (const c10::Error&) {  // no device's name at all
  }
  throw Error(fmt::format("device '{}': allowed are auto, cpu, cuda, cuda:1 and mps", name));
}

}  // namespace

std::vector<std::string> available_devices() {
  std::vector<std::string> names{"cpu"};
  for (std::size_t i = 0; i < cuda_devices(); ++i) names.push_back(fmt::format("cuda:{}", i));
  if (at::hasMPS()) names.emplace_back("mps");
  return names;
}

at::Device find_device(const std::string& name) {
  if (name == "auto") return cuda_devices() > 0 ? at::Device(at::kCUDA) : at::Device(at::kCPU);
  const at::Device device = parse(name);
  const bool is_here = device.is_cuda()
                           ? static_cast<std::size_t>(device.has_index() ? device.index() : 0) < cuda_devices()
                       : device.is_mps() ? at::hasMPS()
                                         : true;
  if (!is_here)
    throw Error(fmt::format("device '{}': this LibTorch sees {}", name, fmt::join(available_devices(), ", ")));
  return device;
}

std::string device_kind(const std::string& name) { return c10::DeviceTypeName(find_device(name).type(), true); }

std::string failure_text(const std::exception& error) {
  const auto* const own = dynamic_cast<const c10::Error*>(&error);
  const std::string text = own != nullptr ? own->what_without_backtrace() : error.what();
  const bool no_memory = dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr ||
                         dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
                         text.find("allocate memory") != std::string::npos ||
                         text.find("out of memory") != std::string::npos;
  return no_memory ? kLessMemory : text.substr(0, text.find('\n'));
}

}  // namespace cellar::network
