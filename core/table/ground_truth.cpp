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

GroundTruth::Best GroundTruth::best(const Measure& measure) const {
  const ColumnView column = values(measure);
  std::optional<Best> best;
  for (std::size_t index = 0; index < column.size(); ++index) {
    const double value = column[index];
    if (!std::isnan(value) && (!best || value > best->value)) best = Best{value, index};
  }
  if (!best) throw Error(fmt::format("table '{}' has no value of {}", table_->name(), format(metric(measure))));
  return *best;
}

}  // namespace cellar
