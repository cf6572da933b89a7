#pragma once

#include <fstream>
#include <string>

namespace cellar::bench {

// The most memory that this process has taken [MiB].
inline double peak_of_process() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    double kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes / 1024;
  }
  return 0;
}

}  // namespace cellar::bench
