// What a training step of a supernet costs on a device, in JSON: one line a call, so that each is measured in a process
// of its own. tests/gpu.sh calls it beside tests/bench/eager_supernet.py, which prints the same of PyTorch's modules.
// Usage: device_bench [--device cuda] [--method darts|gdas|one-path|second-order] [--precision float32|tf32|bfloat16]
//                     [--no-graphs] [--epoch] [--channels 16] [--cells 5] [--side 32] [--batch 64] [--steps 20]
//                     [--images 50000]
#include <fmt/format.h>
#include <torch/version.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "space/network/failures.hpp"
#include "tests/bench/device_steps.hpp"

namespace {

using namespace cellar;
using bench::DeviceSetting;

struct Asked {
  DeviceSetting setting;
  bool epoch = false;
};

std::string one_of(const std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) throw Error(fmt::format("'{}' is not known", name));
  return name;
}

int positive(const std::string& text) {
  const auto number = parse_number<int>(text);
  if (!number || *number < 1) throw Error(fmt::format("'{}' is no positive number", text));
  return *number;
}

Asked parse(const std::vector<std::string>& words) {
  Asked asked;
  DeviceSetting& own = asked.setting;
  const std::map<std::string, std::function<void(const std::string&)>> options = {
      {"--device", [&](const std::string& word) { own.device = word; }},
      {"--method", [&](const std::string& word) { own.method = one_of(bench::kDeviceMethods, word); }},
      {"--precision", [&](const std::string& word) { own.precision = one_of(bench::kPrecisions, word); }},
      {"--channels", [&](const std::string& word) { own.channels = positive(word); }},
      {"--cells", [&](const std::string& word) { own.cells = positive(word); }},
      {"--side", [&](const std::string& word) { own.side = positive(word); }},
      {"--batch", [&](const std::string& word) { own.batch = positive(word); }},
      {"--steps", [&](const std::string& word) { own.steps = positive(word); }},
      {"--images", [&](const std::string& word) { own.images = positive(word); }},
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto option = options.find(words[i]);
    if (words[i] == "--no-graphs") {
      own.graphs = false;
    } else if (words[i] == "--epoch") {
      asked.epoch = true;
    } else if (option == options.end() || i + 1 == words.size()) {
      throw Error(fmt::format("unknown option, or one without its value: '{}'", words[i]));
    } else {
      option->second(words[++i]);
    }
  }
  return asked;
}

const char* variant(const DeviceSetting& setting) {
  if (setting.device == "cpu") return "fused";
  return setting.graphs ? "graphs" : "one by one";
}

nlohmann::ordered_json described(const Asked& asked) {
  const DeviceSetting& own = asked.setting;
  return {{"program", "cellar"},        {"variant", variant(own)}, {"method", own.method},
          {"precision", own.precision}, {"device", own.device},    {"card", bench::device_card(own.device)},
          {"torch", TORCH_VERSION},     {"batch", own.batch}};
}

nlohmann::ordered_json known(int count) { return count < 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(count); }

nlohmann::ordered_json measured(const Asked& asked) {
  nlohmann::ordered_json line = described(asked);
  if (asked.epoch) {
    const bench::DeviceEpoch epoch = bench::measure_epoch(asked.setting);
    line["epoch_steps"] = epoch.steps;
    line["epoch_seconds"] = epoch.seconds;
    line["loader_seconds"] = epoch.loader_seconds;
    return line;
  }
  const bench::DeviceMeasured step = bench::measure_steps(asked.setting);
  line["seconds"] = step.seconds;
  line["mebibytes"] = step.mebibytes;
  line["launches"] = known(step.launches);
  line["host_copies"] = known(step.host_copies);
  line["steps"] = asked.setting.steps;
  return line;
}

}  // namespace

int main(int argc, char* argv[]) {
  try {
    const Asked asked = parse({argv + 1, argv + argc});
    const auto line = network::with_errors_in_a_line([&] { return measured(asked); });
    fmt::print("{}\n", line.dump());
    return 0;
  } catch (const Error& error) {
    fmt::print(stderr, "device_bench: {}\n", error.what());
    return 2;
  }
}
