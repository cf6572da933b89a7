#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/table/table.hpp"

namespace cellar {

// What a table knows of an architecture in the end: any of its figures, metrics as the mean over training seeds, and
// their best values. Searchers never get one. "valid" of "cifar10" is read from "cifar10-valid" where the table has it,
// "test" from "cifar10" itself, as the original does.
class GroundTruth {
 public:
  // An Error if the table has no such data set.
  GroundTruth(std::shared_ptr<const Table> table, std::string dataset);

  // The full metric that `measure` means on this data set: {test@200/200} -> cifar10.test@200/200.
  Metric metric(const Measure& measure) const;
  bool has(const Measure& measure) const;
  // Values by index, NaN where absent; an Error if the table has no such metric.
  ColumnView values(const Measure& measure) const;
  // The same of any figure (find_figure); none if the table has no such.
  std::optional<ColumnView> find(std::string_view figure) const;
  // The best value over the table, the largest unless less is better, and the index that has it (the lowest of equals).
  struct Best {
    double value;
    std::uint64_t index;
  };
  Best best(const Measure& measure) const { return best(values(measure)); }
  Best best(const ColumnView& column) const;

  const std::string& dataset() const { return dataset_; }
  const Table& table() const { return *table_; }

 private:
  std::shared_ptr<const Table> table_;
  std::string dataset_;
};

}  // namespace cellar
