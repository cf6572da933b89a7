#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/table/table.hpp"

namespace cellar {

// The data set whose columns answer for `dataset`: "cifar10" trains on half of its images and validates on the other
// half, which tables call "cifar10-valid" (NAS-Bench-201); others validate on themselves.
std::string validation_dataset(const Table& table, const std::string& dataset);

// The full metric that `measure` means on a data set: valid@12/12 of cifar10 is cifar10-valid.valid@12/12 where the
// table has such a data set, test@200/200 is cifar10.test@200/200, as in the original. It may not be in the table; an
// Error if the data set is not.
Metric full_metric(const Table& table, const std::string& dataset, const Measure& measure);

// A figure that a table has for each architecture: a metric, of which there may be several epochs and seeds, or
// another column of figures.
struct TableFigure {
  std::string name;  // in full: "cifar10-valid.valid@12/12", "latency.raspi4"
  std::optional<Metric> metric = {};
};

// The figure that `text` means on a data set: a measure, "valid@12/12"; a column by its name, "latency.raspi4"; or one
// of the data set's, "params". None if the table has no such figure; an Error if it has no such data set.
std::optional<TableFigure> find_figure(const Table& table, const std::string& dataset, std::string_view text);

// The text that means the same figure on any data set: "valid@12/12" for "cifar10-valid.valid@12/12", "params" for
// "cifar10.params"; what belongs to none, "latency.raspi4", as it is.
std::string figure_of(const Table& table, const std::string& dataset, const std::string& full_name);

// Whether a column's name is one of this data set, of its validation half, or of none.
bool belongs_to(const Table& table, const std::string& dataset, std::string_view column);

// What there is on a data set, each once, metrics without their seeds; a curve is spelled as its column is,
// "valid@1-200/200".
std::vector<std::string> figures_of(const Table& table, const std::string& dataset);

}  // namespace cellar
