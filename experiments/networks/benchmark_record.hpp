#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/table/metric.hpp"

namespace cellar {

// What the built-in table nb201 records of a cell [%]: the mean over its training seeds. None where it does not know
// the metric or the cell, or is not there.
std::optional<double> benchmark_record(const Metric& metric, std::size_t cell);

}  // namespace cellar
