#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "space/network/quality.hpp"

namespace cellar {

// A training in the columns of a table, as a CSV of one row that `cellar import` reads: accuracies by epoch
// ("cifar10.test@3/12", core/table/metric.hpp), parameters, FLOPs and the seconds of an epoch; and losses and learning
// rates, which a table has no columns for and spells with a colon ("cifar10.test_loss:3/12").
struct MetricsRow {
  std::string head;     // says in a line which training it is
  std::string dataset;  // "cifar10"
  std::uint64_t index = 0;
  std::string cell;
  std::vector<std::string> parts;  // "train" and so on, in the order of a result's qualities
  int schedule = 0;                // epochs
  std::uint64_t params = 0;
  double mflops = 0, epoch_seconds = 0;
};

std::string metrics_csv(const MetricsRow& row, const std::vector<network::EpochResult>& results);

}  // namespace cellar
