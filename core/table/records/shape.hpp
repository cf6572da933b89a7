#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/table/records/cell_record.hpp"

namespace cellar {

// Which epochs of a figure are recorded.
struct SeriesShape {
  enum class Kind { nothing, none, last, constant, full, partial };
  // nothing: no dict entry. none: None. last: the last epoch only. constant: every epoch, always the same value.
  // full: every epoch. partial: those of `epochs`.
  Kind kind = Kind::nothing;
  std::vector<std::pair<int, int>> epochs;  // of partial: first and last of each run of epochs, from 0

  bool recorded(int epoch, int of_epochs) const;
  bool has_last(int of_epochs) const { return recorded(of_epochs - 1, of_epochs); }
  bool has_curve() const { return kind == Kind::full || kind == Kind::partial; }
  friend bool operator==(const SeriesShape&, const SeriesShape&) = default;
};

// The shape of one trial: everything of a TrialRecord but its figures. Many trials of a table share one.
struct TrialShape {
  std::size_t number = 0;  // among the shapes of its table
  std::string dataset;
  int seed = 0;
  std::string seed_text;
  int epochs = 0;
  bool has_latency = false;
  bool has_weights = false;
  NetworkConfig config;
  std::vector<ImageSet> evaluation_sets;
  std::vector<ImageSet> timed_sets;
  std::array<std::array<SeriesShape, 4>, 4> series;  // by ImageSet and Figure
  const SeriesShape& at(ImageSet set, Figure figure) const {
    return series[static_cast<std::size_t>(set)][static_cast<std::size_t>(figure)];
  }
};

// All trials of a cell under one schedule.
struct ScheduleShape {
  std::string label;
  bool weights_cleared = false;
  std::vector<std::pair<std::string, std::vector<int>>> datasets;  // in order; seeds ascending
  std::vector<const TrialShape*> trials;                           // in the order of all_results
  // nullptr if there is none.
  const TrialShape* find(std::string_view dataset, int seed) const;
  const std::vector<int>* seeds(std::string_view dataset) const;
};

// What is recorded of a cell.
struct CellShape {
  std::vector<ScheduleShape> schedules;
  const ScheduleShape* find(std::string_view label) const;
};

// How the values of a series are kept: its last epoch by itself, so that comparing all cells touches little memory; the
// mean of times, which is all there is of those that never change; all epochs as a curve.
struct SeriesParts {
  bool last = false, mean = false, curve = false;
};
SeriesParts parts_of(const SeriesShape& series, Figure figure, int of_epochs);

// The shape of a recorded trial; with `curves` off, epochs before the last are left out (times that never change stay).
TrialShape shape_of(const TrialRecord& trial, bool curves);

// One line, and back; an Error if it is none. A table keeps its shapes so.
std::string format_shape(const TrialShape& shape);
TrialShape parse_shape(std::string_view line);

}  // namespace cellar
