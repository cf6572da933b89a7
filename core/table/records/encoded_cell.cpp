#include "core/table/records/encoded_cell.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <numeric>

#include "core/table/records/shape.hpp"

namespace cellar {

namespace {

std::string format_datasets(const ScheduleRecord& schedule) {
  std::string text;
  for (const auto& [dataset, seeds] : schedule.datasets) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : ";", dataset, fmt::join(seeds, ","));
  }
  return text;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

void encode(const TrialRecord& trial, bool curves, EncodedCell& cell) {
  const TrialShape shape = shape_of(trial, curves);
  cell.singles.push_back(trial.mflops);
  cell.singles.push_back(trial.mparams);
  if (shape.has_latency) cell.singles.push_back(*trial.latency_seconds);
  for (std::size_t set = 0; set < trial.series.size(); ++set) {
    for (std::size_t figure = 0; figure < trial.series[set].size(); ++figure) {
      const std::vector<double>& values = trial.series[set][figure].values;
      const SeriesParts parts = parts_of(shape.series[set][figure], static_cast<Figure>(figure), shape.epochs);
      if (parts.last) cell.singles.push_back(values.back());
      if (parts.mean) cell.singles.push_back(parts.curve ? mean(values) : values.back());
      if (parts.curve) cell.curves.insert(cell.curves.end(), values.begin(), values.end());
    }
  }
  cell.shapes.push_back(format_shape(shape));
}

}  // namespace

EncodedCell encode(const CellRecord& cell, bool curves) {
  EncodedCell encoded;
  encoded.index = cell.index;
  for (const ScheduleRecord& schedule : cell.schedules) {
    encoded.schedules.push_back(
        {schedule.label, schedule.weights_cleared, format_datasets(schedule), schedule.trials.size()});
    for (const TrialRecord& trial : schedule.trials) encode(trial, curves, encoded);
  }
  return encoded;
}

}  // namespace cellar
