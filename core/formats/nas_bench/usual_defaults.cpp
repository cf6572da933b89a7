#include "core/formats/nas_bench/usual_defaults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cellar {

namespace {

struct Usual {
  std::string_view space, dataset;
  double seconds;
  int epochs;  // of the longest schedule
};

constexpr std::array kUsual = {
    Usual{"nb201", "cifar10", 20'000, 200},         Usual{"nb201", "cifar100", 40'000, 200},
    Usual{"nb201", "ImageNet16-120", 120'000, 200}, Usual{"nats-size", "cifar10", 20'000, 90},
    Usual{"nats-size", "cifar100", 40'000, 90},     Usual{"nats-size", "ImageNet16-120", 60'000, 90},
};

// Validation accuracies of CIFAR-10 stand under "cifar10-valid".
bool has(const std::vector<std::string>& columns, std::string_view dataset, const std::string& measure) {
  const auto is_it = [&](const std::string& column) {
    return column == fmt::format("{}.{}", dataset, measure) || column == fmt::format("{}-valid.{}", dataset, measure);
  };
  return std::any_of(columns.begin(), columns.end(), is_it);
}

bool knows(const std::vector<std::string>& columns, std::string_view dataset) {
  const auto is_of = [&](const std::string& column) {
    return column.starts_with(fmt::format("{}.", dataset)) || column.starts_with(fmt::format("{}-valid.", dataset));
  };
  return std::any_of(columns.begin(), columns.end(), is_of);
}

}  // namespace

std::vector<DatasetDefaults> usual_defaults(std::string_view space, const std::vector<std::string>& columns) {
  std::vector<DatasetDefaults> all;
  for (const Usual& usual : kUsual) {
    if (usual.space != space || !knows(columns, usual.dataset)) continue;
    DatasetDefaults& defaults = all.emplace_back();
    defaults.dataset = usual.dataset;
    if (has(columns, usual.dataset, "valid@12/12")) defaults.observed = "valid@12/12";
    for (const char* const split : {"test", "valid"}) {
      const std::string measure = fmt::format("{}@{}/{}", split, usual.epochs, usual.epochs);
      if (has(columns, usual.dataset, measure)) defaults.truth.push_back(measure);
    }
    defaults.budget = Budget{Budget::Unit::seconds, usual.seconds};
  }
  return all;
}

}  // namespace cellar
