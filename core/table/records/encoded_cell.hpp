#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/table/records/cell_record.hpp"

namespace cellar {

// A cell's record, ready to be written into a table; what takes time is done, so that many threads can do it.
struct EncodedCell {
  struct Schedule {
    std::string label;
    bool weights_cleared = false;
    std::string datasets;    // "cifar10-valid:111,777;cifar10:111"
    std::size_t trials = 0;  // how many of the shapes below are its own
  };

  std::size_t index = 0;
  std::vector<Schedule> schedules;
  std::vector<std::string> shapes;  // format_shape of each trial
  std::vector<double> singles;      // in the order of ShapeColumns::singles, trial by trial
  std::vector<double> curves;       // in the order of ShapeColumns::curves, row after row
};

// With `curves` off, the last epochs only.
EncodedCell encode(const CellRecord& cell, bool curves);

}  // namespace cellar
