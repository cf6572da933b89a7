#pragma once

#include <string>

#include "core/table/table.hpp"

namespace cellar {

// The data set whose columns answer for `dataset`: "cifar10" trains on half of its images and validates on the other
// half, which tables call "cifar10-valid" (NAS-Bench-201); others validate on themselves.
std::string validation_dataset(const Table& table, const std::string& dataset);

// The full metric that `measure` means on a data set: valid@12/12 of cifar10 is cifar10-valid.valid@12/12 where the
// table has such a data set, test@200/200 is cifar10.test@200/200, as in the original. It may not be in the table; an
// Error if the data set is not.
Metric full_metric(const Table& table, const std::string& dataset, const Measure& measure);

}  // namespace cellar
