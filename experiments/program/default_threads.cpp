#include "experiments/program/default_threads.hpp"

#include <algorithm>
#include <thread>

namespace cellar {

int core_count() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

int default_threads(const std::vector<std::string>& devices) {
  const auto may_be_cpu = [](const std::string& name) { return name == "cpu" || name == "auto"; };
  const bool on_cpu = std::all_of(devices.begin(), devices.end(), may_be_cpu);
  return on_cpu ? core_count() : static_cast<int>(devices.size());
}

}  // namespace cellar
