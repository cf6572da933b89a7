// What a step of training a supernet costs, beside the same network made of LibTorch's modules, as they come ("plain")
// and with channels-last layout and the tuned allocator ("tuned-plain"). A step is one of the weights and one of the
// architecture; DARTS's second order is measured beside its first. Every measurement is made in a process of its own,
// the variants by turns.
// Usage: network_bench [ROUNDS [STEPS [METHOD…]]]
#include "tests/bench/network_steps.hpp"
// torch comes first.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

namespace {

using namespace cellar::bench;

const std::vector<std::string> kOrders = {"first-order", "second-order"};

std::size_t position(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    fmt::print(stderr, "network_bench: '{}' is not known\n", name);
    std::exit(2);
  }
  return static_cast<std::size_t>(found - names.begin());
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// One measurement in a process of its own.
Measured measure_apart(const std::string& program, const std::string& variant, const std::string& method, int steps) {
  const std::string command = fmt::format("'{}' --process {} {} {}", program, variant, method, steps);
  FILE* output = popen(command.c_str(), "r");
  Measured measured;
  const bool read = output != nullptr &&
                    std::fscanf(output, "%lf %lf %lf", &measured.seconds, &measured.convolution, &measured.peak) == 3;
  if (output == nullptr || pclose(output) != 0 || !read) {
    fmt::print(stderr, "network_bench: '{}' failed\n", command);
    std::exit(1);
  }
  return measured;
}

void compare(const std::string& program, const std::string& method, int rounds, int steps) {
  std::map<std::string, std::vector<Measured>> all;
  for (int round = 0; round < rounds; ++round) {
    for (const std::string& variant : kVariants) {
      if (method == "one-path" && variant == "fused-alphas") continue;  // it has no architecture gradient
      all[variant].push_back(measure_apart(program, variant, method, steps));
    }
  }
  const auto ratio = [&](const std::string& to, const std::string& variant) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < all[variant].size(); ++i) {
      ratios.push_back(all[to][i].seconds / all[variant][i].seconds);
    }
    return median(ratios);
  };
  for (const std::string& variant : kVariants) {
    if (all[variant].empty()) continue;
    std::vector<double> seconds, convolution, peak;
    for (const Measured& measured : all[variant]) {
      seconds.push_back(measured.seconds);
      convolution.push_back(measured.convolution / measured.seconds);
      peak.push_back(measured.peak);
    }
    fmt::print("{:<9} {:<13}{:8.2f} s a step {:6.0f} % in convolutions {:7.0f} MiB {:6.2f} x plain {:6.2f} x tuned\n",
               method, variant, median(seconds), 100 * median(convolution), median(peak), ratio("plain", variant),
               ratio("tuned-plain", variant));
  }
}

void compare_orders(const std::string& program, int rounds, int steps) {
  std::map<std::string, std::vector<double>> seconds;
  for (int round = 0; round < rounds; ++round) {
    for (const std::string& variant : kOrders) {
      seconds[variant].push_back(measure_apart(program, variant, "darts", steps).seconds);
    }
  }
  std::vector<double> ratios;
  for (std::size_t i = 0; i < seconds["second-order"].size(); ++i) {
    ratios.push_back(seconds["second-order"][i] / seconds["first-order"][i]);
  }
  fmt::print("{:<9} {:<13}{:8.2f} s a step {:6.2f} x its first order, {:.2f} s\n", "darts", "second-order",
             median(seconds["second-order"]), median(ratios), median(seconds["first-order"]));
}

}  // namespace

int main(int argc, char* argv[]) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 4 && arguments[0] == "--process") {
    Setting setting;
    setting.steps = std::atoi(arguments[3].c_str());
    const bool is_order = std::find(kOrders.begin(), kOrders.end(), arguments[1]) != kOrders.end();
    const Measured measured = is_order ? measure_darts(arguments[1] == kOrders.back(), setting)
                                       : measure(static_cast<Variant>(position(kVariants, arguments[1])),
                                                 static_cast<Method>(position(kMethods, arguments[2])), setting);
    fmt::print("{} {} {}\n", measured.seconds, measured.convolution, measured.peak);
    return 0;
  }
  const int rounds = arguments.empty() ? 5 : std::atoi(arguments[0].c_str());
  const int steps = arguments.size() < 2 ? 2 : std::atoi(arguments[1].c_str());
  for (const std::string& method : kMethods) {
    const bool named = std::find(arguments.begin(), arguments.end(), method) != arguments.end();
    if (arguments.size() < 3 || named) compare(argv[0], method, rounds, steps);
  }
  const bool orders = std::find(arguments.begin(), arguments.end(), "second-order") != arguments.end();
  if (arguments.size() < 3 || orders) compare_orders(argv[0], rounds, steps);
}
