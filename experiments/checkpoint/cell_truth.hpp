#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/table/ground_truth.hpp"

namespace cellar {

// What a table says of a cell in the end, as NATS-Bench reports it: accuracies after 200 epochs, means over training
// seeds. Regret and rank are of the test accuracy.
class CellTruth {
 public:
  // An Error if the table lacks the data set, or its test@200/200.
  CellTruth(std::shared_ptr<const Table> table, const std::string& dataset);

  struct Verdict {
    double valid = 0, test = 0;  // [%]; NaN: not in the table
    double regret = 0;           // below the table's best test accuracy [%]
    std::size_t rank = 0;        // 1: no cell is better; 0: not in the table
  };
  Verdict of(std::uint64_t index) const;

  const std::string& dataset() const { return truth_.dataset(); }
  std::size_t cells() const { return sorted_.size(); }  // that have a test accuracy
  double best() const { return best_; }                 // test accuracy [%]

 private:
  GroundTruth truth_;
  ColumnView test_;
  std::optional<ColumnView> valid_;
  double best_;
  std::vector<double> sorted_;  // test accuracies, ascending
};

}  // namespace cellar
