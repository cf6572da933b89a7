#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/oracle.hpp"

namespace cellar {

// What is measured, without the data set: "valid@12/12" is the validation accuracy at epoch 12 of the 12-epoch
// schedule; "valid" is that after a training of which nobody says how long it was.
struct Measure {
  std::string split;  // valid, test; where the epochs are not known one of train, valid, test, valtest
  Fidelity at;        // {0, 0}: not known
  friend bool operator==(const Measure&, const Measure&) = default;
};

// The full name of a column of figures, "cifar10.test@200/200.777": data set, split, epoch / schedule, training seed;
// "jigsaw.valid" and "cifar10.test.2" where the epochs are not known. Without a seed it is the mean over the seeds.
struct Metric {
  std::string dataset;
  Measure measure;
  std::optional<int> seed;
  friend bool operator==(const Metric&, const Metric&) = default;
};

std::string format(const Measure& measure);
std::string format(const Metric& metric);

// The inverses; an Error shows the form that is right. The data set is what stands before the last '.' ahead of '@', or
// of the split.
Measure parse_measure(std::string_view text);
Metric parse_metric(std::string_view text);

// What a column's name says it holds: one epoch, or a curve of successive epochs, "cifar10.valid@1-200/200.777".
struct MetricColumn {
  Metric last;          // the metric of the last epoch
  int first_epoch = 0;  // equal to the last, unless it is a curve; 0: not known
};

// None if the name is not a metric's ("cifar10.params").
std::optional<MetricColumn> parse_metric_column(std::string_view name);

}  // namespace cellar
