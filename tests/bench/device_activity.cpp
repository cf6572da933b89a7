#include "tests/bench/device_activity.hpp"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/profiler_kineto.h>

#include <memory>
#include <set>
#include <string>
#ifdef CELLAR_WITH_CUDA
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#endif

#include "tests/bench/peak_memory.hpp"

namespace cellar::bench {

DeviceActivity count_activity(c10::Device device, const std::function<void()>& work) {
  using torch::profiler::impl::ActivityType;
  namespace profiler = torch::autograd::profiler;
  DeviceActivity activity;
  if (!device.is_cuda()) {
    work();
    return activity;
  }
  const torch::profiler::impl::ProfilerConfig config(torch::profiler::impl::ProfilerState::KINETO);
  const std::set<ActivityType> kinds = {ActivityType::CPU, ActivityType::CUDA};
  profiler::prepareProfiler(config, kinds);
  profiler::enableProfiler(config, kinds);
  work();
  wait_for(device);
  const std::unique_ptr<profiler::ProfilerResult> result = profiler::disableProfiler();
  for (const profiler::KinetoEvent& event : result->events()) {
    if (event.deviceType() != c10::kCUDA) continue;
    const std::string name = event.name();
    if (name.find("DtoH") != std::string::npos) {
      ++activity.host_copies;
    } else if (name.rfind("Mem", 0) != 0) {  // Memcpy, Memset
      ++activity.launches;
    }
  }
  return activity;
}

void wait_for(c10::Device device) {
#ifdef CELLAR_WITH_CUDA
  if (device.is_cuda()) return c10::cuda::device_synchronize();
#endif
  if (device.is_cuda()) at::zeros({1}, device).item<float>();  // what follows it on this stream waits, too
}

double peak_mebibytes(c10::Device device) {
#ifdef CELLAR_WITH_CUDA
  if (device.is_cuda()) {
    namespace allocator = c10::cuda::CUDACachingAllocator;
    const auto index = static_cast<c10::DeviceIndex>(device.has_index() ? device.index() : 0);
    return static_cast<double>(allocator::getDeviceStats(index).allocated_bytes[0].peak) / (1 << 20);
  }
#endif
  return device.is_cuda() ? 0 : peak_of_process();
}

}  // namespace cellar::bench
