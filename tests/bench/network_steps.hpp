#pragma once

#include <ATen/ATen.h>

#include <string>
#include <vector>

// What the benchmark of supernets measures in one process.
namespace cellar::bench {

enum class Variant {
  plain,
  tuned_plain,
  fused,
  fused_alphas
};  // the last: the architecture step asks for that gradient only
enum class Method { darts, gdas, one_path };

inline const std::vector<std::string> kVariants = {"plain", "tuned-plain", "fused", "fused-alphas"};
inline const std::vector<std::string> kMethods = {"darts", "gdas", "one-path"};

struct Setting {
  int channels = 16, cells = 5, image_size = 32, images = 64;
  int threads = 1, steps = 2;
};

struct Measured {
  double seconds = 0;      // CPU time of a step
  double convolution = 0;  // of it inside of convolutions
  double peak = 0;         // [MiB], VmHWM
};

// Steps of training after one that is not measured.
Measured measure(Variant variant, Method method, const Setting& setting);

// The same of DARTS as the searchers make it, whose architecture steps are of the second order or the first.
Measured measure_darts(bool second_order, const Setting& setting);

}  // namespace cellar::bench
