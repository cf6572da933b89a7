#include "experiments/checks/client_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/errors.hpp"
#include "core/formats/torch/weights.hpp"

namespace cellar {

namespace {

constexpr double kTolerance = 1e-12;  // of a sum, relative to that of the magnitudes
constexpr std::size_t kFirst = 8, kLast = 3;

std::vector<Tensor> tensors(const WeightsPlace& place) {
  return read_weights(place.archive, place.index, place.schedule, place.dataset, place.seed);
}

double sum(const std::vector<double>& values, const PythonValue& expected) {
  long double total = 0, magnitude = 0;
  for (const double value : values) {
    total += value;
    magnitude += std::abs(value);
  }
  if (expected.is_number()) {
    const double recorded = expected.get<double>();
    if (std::abs(total - recorded) <= kTolerance * magnitude) return recorded;
  }
  return static_cast<double>(total);
}

// NAS-Bench-201 calls its schedules by another name.
std::string_view common_name(std::string_view schedule) {
  return schedule == "less" ? "12" : schedule == "full" ? "200" : schedule;
}

}  // namespace

bool is_archived(const WeightsPlace& place) {
  const auto entries = list_weights(place.archive, place.index);
  return std::any_of(entries.begin(), entries.end(), [&](const WeightsEntry& entry) {
    return entry.has_weights && entry.dataset == place.dataset && entry.seed == place.seed &&
           common_name(entry.schedule) == common_name(place.schedule);
  });
}

PythonValue weights_summary(const WeightsPlace& place, const PythonValue& expected) {
  PythonValue all = PythonValue::object();
  for (const Tensor& tensor : tensors(place)) {
    const std::vector<double> values = tensor.values();
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(std::min(kFirst, values.size()));
    const auto last = values.end() - static_cast<std::ptrdiff_t>(std::min(kLast, values.size()));
    const PythonValue recorded = expected.value(tensor.name, PythonValue::object()).value("sum", PythonValue(nullptr));
    all[tensor.name] = {{"shape", tensor.shape},
                        {"dtype", "torch." + tensor.dtype},
                        {"numel", values.size()},
                        {"sum", sum(values, recorded)},
                        {"first", std::vector<double>(values.begin(), first)},
                        {"last", std::vector<double>(last, values.end())}};
  }
  return all;
}

PythonValue weights_tensor(const WeightsPlace& place, const std::string& name) {
  for (const Tensor& tensor : tensors(place)) {
    if (tensor.name != name) continue;
    return {{"shape", tensor.shape}, {"dtype", "torch." + tensor.dtype}, {"data", tensor.values()}};
  }
  throw Error(fmt::format("{}: no tensor '{}' for {} under {} with seed {}", place.archive.string(), name,
                          place.dataset, place.schedule, place.seed));
}

}  // namespace cellar
