#include "core/table/records/shape_columns.hpp"

#include <fmt/format.h>

namespace cellar {

namespace {

constexpr std::array kSuffixes = {"", "_top5", "_loss", "_seconds"};  // by Figure

// Accuracies are metrics, "cifar10.test@200/200.777". Other figures are spelled so that none is taken for one:
// "cifar10.test_loss:200/200.777".
SeriesColumns columns_of(const TrialShape& trial, ImageSet set, Figure figure) {
  const std::string stem = fmt::format("{}.{}{}", trial.dataset, split_name(trial.dataset, set),
                                       kSuffixes[static_cast<std::size_t>(figure)]);
  const char* at = figure == Figure::accuracy ? "@" : ":";
  const std::string of = fmt::format("{}/{}.{}", trial.epochs, trial.epochs, trial.seed);
  const SeriesParts parts = parts_of(trial.at(set, figure), figure, trial.epochs);
  SeriesColumns columns;
  if (parts.mean) columns.mean = fmt::format("{}/{}.{}", stem, trial.epochs, trial.seed);
  if (parts.last) columns.last = fmt::format("{}{}{}", stem, at, of);
  if (parts.curve) columns.curve = fmt::format("{}{}1-{}", stem, at, of);
  return columns;
}

}  // namespace

std::string split_name(const std::string& dataset, ImageSet set) {
  switch (set) {
    case ImageSet::train:
      return "train";
    case ImageSet::x_valid:
      return "valid";
    case ImageSet::x_test:
      return dataset.starts_with("cifar10") && !dataset.starts_with("cifar100") ? "x_test" : "test";
    case ImageSet::ori_test:
      break;
  }
  // CIFAR-10 is tested on all of its test images; elsewhere they are split into validation and test.
  return dataset == "cifar10" || dataset == "cifar10-valid" ? "test" : "valtest";
}

std::vector<const std::string*> ShapeColumns::singles() const {
  std::vector<const std::string*> names{&mflops, &mparams};
  if (!latency.empty()) names.push_back(&latency);
  for (const auto& figures : series) {
    for (const SeriesColumns& columns : figures) {
      if (!columns.last.empty()) names.push_back(&columns.last);
      if (!columns.mean.empty()) names.push_back(&columns.mean);
    }
  }
  return names;
}

std::vector<const std::string*> ShapeColumns::curves() const {
  std::vector<const std::string*> names;
  for (const auto& figures : series) {
    for (const SeriesColumns& columns : figures) {
      if (!columns.curve.empty()) names.push_back(&columns.curve);
    }
  }
  return names;
}

ShapeColumns columns_of(const TrialShape& shape) {
  ShapeColumns columns;
  const std::string of = fmt::format("{}.{}", shape.epochs, shape.seed);
  columns.mflops = fmt::format("{}.mflops/{}", shape.dataset, of);
  columns.mparams = fmt::format("{}.mparams/{}", shape.dataset, of);
  if (shape.has_latency) columns.latency = fmt::format("{}.latency_seconds/{}", shape.dataset, of);
  for (std::size_t set = 0; set < shape.series.size(); ++set) {
    for (std::size_t figure = 0; figure < shape.series[set].size(); ++figure) {
      columns.series[set][figure] = columns_of(shape, static_cast<ImageSet>(set), static_cast<Figure>(figure));
    }
  }
  return columns;
}

}  // namespace cellar
