#include "experiments/campaign/arithmetic.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "experiments/campaign/trace_file.hpp"

namespace cellar {

namespace {

constexpr const char* kDevice = "device";
constexpr const char* kThreads = "threads";
constexpr int kMostThreads = 1024;

}  // namespace

void take_arithmetic(const std::filesystem::path& trace, const std::vector<std::string>& devices, bool threads_named,
                     Resources& resources) {
  const auto recorded = inspect_trace(trace).head;
  if (!recorded) return;
  const auto threads = parse_number<int>(recorded->get(kThreads).value_or(""));
  if (threads && *threads >= 1 && *threads <= kMostThreads && !threads_named) resources.threads = *threads;
  const std::string device = recorded->get(kDevice).value_or("");
  const auto fits = [&](const std::string& name) { return name.starts_with(device); };
  if (fits(resources.device)) return;
  const auto found = std::find_if(devices.begin(), devices.end(), fits);
  if (found != devices.end()) resources.device = *found;
}

void record_arithmetic(const std::filesystem::path& trace, Searcher& searcher, RunIdentity& run) {
  const StatefulSearcher* const stateful = searcher.stateful();
  const auto arithmetic = stateful ? stateful->arithmetic() : std::nullopt;
  if (!arithmetic) return;
  run.device = arithmetic->device;
  run.threads = arithmetic->threads;
  const TraceHead head = head_of(run);
  const TraceState there = inspect_trace(trace);
  if (!there.head || there.complete) return;
  for (const char* const key : {kDevice, kThreads}) {
    const auto before = there.head->get(key);
    const std::string now = head.get(key).value_or("");
    if (!before || *before == now) continue;
    throw Error(
        fmt::format("{} was begun with {} {} and this would be {}, which rounds otherwise: give --{} {}, or "
                    "begin in another --out folder",
                    trace.string(), key, *before, now, key == kDevice ? "device" : "torch-threads", *before));
  }
}

}  // namespace cellar
