#pragma once

#include <string>
#include <vector>

#include "core/table/records/shape.hpp"

namespace cellar {

// The columns that hold one figure of the trials of one shape, by SeriesParts.
struct SeriesColumns {
  std::string last, mean, curve;  // names; empty where there is no such column
};

struct ShapeColumns {
  std::string mflops, mparams, latency;
  std::array<std::array<SeriesColumns, 4>, 4> series;  // by ImageSet and Figure

  // All names of single values and all of curves, in the order in which a trial's figures are written down.
  std::vector<const std::string*> singles() const;
  std::vector<const std::string*> curves() const;
};

ShapeColumns columns_of(const TrialShape& shape);

// The split that a set of images is called in columns: train, valid, test, valtest.
std::string split_name(const std::string& dataset, ImageSet set);

}  // namespace cellar
