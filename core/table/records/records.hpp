#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/table/records/cell_record.hpp"
#include "core/table/table.hpp"

namespace cellar {

// What kind of file a table of records was made from.
struct RecordSource {
  enum class Kind { nas_bench_201, nats_bench } kind = Kind::nats_bench;
  std::string file;        // its name, without folders
  bool is_folder = false;  // one file for each cell
  std::size_t length = 0;  // how many cells its meta_archs lists
};

// The shape of one trial: everything of a TrialRecord but its figures. Many trials share one.
struct SeriesShape {
  enum class Kind { nothing, none, last, constant, full, partial };
  // nothing: no dict entry. none: None. last: the last epoch only. constant: every epoch, always the same value.
  // full: every epoch. partial: those of `epochs`.
  Kind kind = Kind::nothing;
  std::vector<std::pair<int, int>> epochs;  // of partial: first and last of each run of epochs
  bool recorded(int epoch, int of_epochs) const;  // epochs from 0
};

struct TrialShape {
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

struct ScheduleShape {
  std::string label;
  bool weights_cleared = false;
  std::vector<std::pair<std::string, std::vector<int>>> datasets;  // in order; seeds ascending
  std::vector<TrialShape> trials;                                  // in the order of all_results
  // None if there is none.
  const TrialShape* find(std::string_view dataset, int seed) const;
  const std::vector<int>* seeds(std::string_view dataset) const;
};

struct CellShape {
  std::vector<ScheduleShape> schedules;
  const ScheduleShape* find(std::string_view label) const;
};

// The trials of a table that was imported from official files, one by one: what the benchmark's own client answers from.
// A table of other figures has none. Safe to share among threads.
class Records {
 public:
  // An Error if the table holds no records, or damaged ones.
  explicit Records(std::shared_ptr<const Table> table);
  ~Records();
  static bool held_by(const Table& table);

  const Table& table() const;
  const RecordSource& source() const;
  const std::vector<std::string>& schedules() const;  // all labels, in order of appearance
  // None where the files hold nothing of this cell. The pointers in it identify trials below.
  const CellShape* cell(std::size_t index) const;

  // The figures of one trial of `cell(index)`, found by `trial`'s address, which must lie in it.
  double mflops(std::size_t index, const TrialShape& trial) const;           // [M]
  double mparams(std::size_t index, const TrialShape& trial) const;          // [M]
  double latency_seconds(std::size_t index, const TrialShape& trial) const;  // NaN where not recorded
  // NaN where not recorded (or recorded as NaN: the shape tells which). Epochs from 0.
  double value(std::size_t index, const TrialShape& trial, ImageSet set, Figure figure, int epoch) const;

 private:
  struct Contents;
  std::unique_ptr<Contents> contents_;
};

}  // namespace cellar
