#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/table/ground_truth.hpp"
#include "experiments/client/benchmark.hpp"

namespace cellar {

// What any table, of whatever space and figures, answers by the names of its figures (core/table/dataset.hpp). Metrics
// are means over training seeds.

// Of a spelling, or else of an index in digits; an Error shows a spelling that is right.
std::size_t architecture_index(const Table& table, std::string_view text);

struct FigureValue {
  std::string name;  // of the column
  Quantity quantity;
  double value = 0;
};

// All that is known of an architecture on a data set, and what belongs to none; single training seeds, too.
std::vector<FigureValue> figures_at(const Table& table, const std::string& dataset, std::size_t index);

// "latency.raspi4<=10": a figure, <=, >=, < or >, and a number. Architectures without the figure are not within it.
class FigureLimit {
 public:
  FigureLimit(const GroundTruth& truth, std::string_view text);
  bool allows(std::size_t index) const;

 private:
  ColumnView values_;
  std::string relation_;
  double bound_ = 0;
};

// An Error if the table has no such figure, which says what it has.
ColumnView figure_values(const GroundTruth& truth, std::string_view figure);

// The `count` architectures of the best values within the limits, best first (the lowest if less is better), the lowest
// index first among equals. An Error if none is left.
std::vector<RankedCell> best_by(const GroundTruth& truth, const ColumnView& values,
                                const std::vector<FigureLimit>& limits, std::size_t count);

// What is ranked by where nobody says it: what counts in the end, else what is observed.
std::string usual_figure(const Table& table, const std::string& dataset);

}  // namespace cellar
