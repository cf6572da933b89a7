#include "core/table/dataset.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string validation_dataset(const Table& table, const std::string& dataset) {
  const std::string half = dataset + "-valid";
  return contains(table.datasets(), half) ? half : dataset;
}

Metric full_metric(const Table& table, const std::string& dataset, const Measure& measure) {
  const std::string validation = validation_dataset(table, dataset);
  const auto known = table.datasets();
  if (!contains(known, dataset) && !contains(known, validation)) {
    throw Error(fmt::format("{} in table '{}'", unknown_name("data set", dataset, known), table.name()));
  }
  return {measure.split == "valid" ? validation : dataset, measure, std::nullopt};
}

}  // namespace cellar
