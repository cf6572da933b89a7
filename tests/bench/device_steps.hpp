#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

// What the benchmark of devices measures: training steps of a supernet as the searchers make them.
namespace cellar::bench {

inline const std::vector<std::string> kDeviceMethods = {"darts", "gdas", "one-path", "second-order"};
inline const std::vector<std::string> kPrecisions = {"float32", "tf32", "bfloat16"};

struct DeviceSetting {
  std::string device = "cuda", method = "darts", precision = "float32";
  bool graphs = true;                                   // steps are recorded and played, where the device can
  int channels = 16, cells = 5, side = 32, batch = 64;  // the original's
  int steps = 20;                                       // that are timed; before them, some that are not
  int images = 50'000;                                  // of an epoch
};

struct DeviceMeasured {
  double seconds = 0;    // of a step, the median of three turns
  double mebibytes = 0;  // at most; on the CPU, of the process
  int launches = -1;     // of kernels in a step; -1: not known
  int host_copies = -1;  // from the device to the host in a step; -1: not known
};

// An Error where the setting cannot be had.
DeviceMeasured measure_steps(const DeviceSetting& setting);

// An epoch of a search on made-up images, half of which train the weights, and its batches alone.
struct DeviceEpoch {
  int steps = 0;
  double seconds = 0, loader_seconds = 0;
};
DeviceEpoch measure_epoch(const DeviceSetting& setting);

// The name of the device, as its maker has it.
std::string device_card(const std::string& device);

}  // namespace cellar::bench
