#include "core/table/ground_truth.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <utility>

#include "core/errors.hpp"
#include "core/table/dataset.hpp"

namespace cellar {

GroundTruth::GroundTruth(std::shared_ptr<const Table> table, std::string dataset)
    : table_(std::move(table)), dataset_(std::move(dataset)) {
  full_metric(*table_, dataset_, {"test", {}});  // throws if there is no such data set
}

Metric GroundTruth::metric(const Measure& measure) const { return full_metric(*table_, dataset_, measure); }

bool GroundTruth::has(const Measure& measure) const { return table_->find(metric(measure)).has_value(); }

ColumnView GroundTruth::values(const Measure& measure) const { return table_->at(metric(measure)); }

std::optional<ColumnView> GroundTruth::find(std::string_view figure) const {
  const auto found = find_figure(*table_, dataset_, figure);
  if (!found) return std::nullopt;
  return found->metric ? table_->find(*found->metric) : table_->find(found->name);
}

GroundTruth::Best GroundTruth::best(const ColumnView& column) const {
  const double sign = column.info().quantity.better == Quantity::Better::smaller ? -1 : 1;
  std::optional<Best> best;
  for (std::size_t index = 0; index < column.size(); ++index) {
    const double value = column[index];
    if (!std::isnan(value) && (!best || sign * value > sign * best->value)) best = Best{value, index};
  }
  if (!best) throw Error(fmt::format("table '{}' has no value of {}", table_->name(), column.info().name));
  return *best;
}

}  // namespace cellar
