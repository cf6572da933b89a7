#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/table/metric.hpp"
#include "experiments/networks/training_plan.hpp"

namespace cellar {

// What the built-in table nb201 records of a cell [%]: the mean over its training seeds. None where it does not know
// the metric or the cell, or is not there.
std::optional<double> benchmark_record(const Metric& metric, std::size_t cell);

// "cifar10.test@12/12 = 90.10 % (nb201: 89.90 %)": the accuracy of a trained cell on a part of the images, and what the
// table records where the training was the benchmark's.
std::string judged_accuracy(const TrainingPlan& plan, const std::string& part, std::size_t cell, double accuracy);

}  // namespace cellar
