#pragma once

#include <c10/core/Device.h>

#include <functional>

// What a device does for a while, by LibTorch's profiler.
namespace cellar::bench {

struct DeviceActivity {
  int launches = 0;     // of kernels
  int host_copies = 0;  // from the device to the host
};

// Nothing is counted on the CPU.
DeviceActivity count_activity(c10::Device device, const std::function<void()>& work);

// Waits until a device has done what it was given.
void wait_for(c10::Device device);

// The most memory that tensors have taken on a device [MiB]; on the CPU, that the process has taken.
double peak_mebibytes(c10::Device device);

}  // namespace cellar::bench
