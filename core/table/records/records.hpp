#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/table/records/shape.hpp"
#include "core/table/table.hpp"

namespace cellar {

// What kind of file a table of records was made from.
struct RecordSource {
  enum class Kind { nas_bench_201, nats_bench } kind = Kind::nats_bench;
  std::string file;        // its name, without folders
  bool is_folder = false;  // one file for each cell
  std::size_t length = 0;  // how many cells its meta_archs lists
};

// The trials of a table that was imported from official files, one by one: what the benchmark's own client answers
// from. A table of other figures has none. Safe to share among threads.
class Records {
 public:
  // An Error if the table holds no records, or damaged ones.
  explicit Records(std::shared_ptr<const Table> table);
  ~Records();
  static bool held_by(const Table& table);

  const Table& table() const;
  const RecordSource& source() const;
  const std::vector<std::string>& schedules() const;  // all labels, in order of appearance
  // nullptr where the files hold nothing of this cell.
  const CellShape* cell(std::size_t index) const;

  // The figures of one trial of `cell(index)`.
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
