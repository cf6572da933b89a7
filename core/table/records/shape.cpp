#include "core/table/records/shape.hpp"

#include <algorithm>
#include <cmath>

namespace cellar {

namespace {

bool all_equal(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
}

std::vector<std::pair<int, int>> runs_of(const std::vector<bool>& recorded) {
  std::vector<std::pair<int, int>> runs;
  for (int epoch = 0; epoch < static_cast<int>(recorded.size()); ++epoch) {
    if (!recorded[static_cast<std::size_t>(epoch)]) continue;
    if (!runs.empty() && runs.back().second == epoch - 1) {
      runs.back().second = epoch;
    } else {
      runs.emplace_back(epoch, epoch);
    }
  }
  return runs;
}

SeriesShape shape_of(const Series& series, Figure figure, bool curves) {
  using Kind = SeriesShape::Kind;
  if (series.is_none) return {Kind::none, {}};
  const auto count = std::count(series.recorded.begin(), series.recorded.end(), true);
  if (count == 0) return {Kind::nothing, {}};
  const bool last = series.recorded.back();
  const bool whole = count == static_cast<std::ptrdiff_t>(series.recorded.size());
  if (whole && figure == Figure::seconds && all_equal(series.values)) return {Kind::constant, {}};
  if (last && (count == 1 || !curves)) return {Kind::last, {}};
  if (!curves) return {Kind::nothing, {}};
  if (whole) return {Kind::full, {}};
  return {Kind::partial, runs_of(series.recorded)};
}

}  // namespace

bool SeriesShape::recorded(int epoch, int of_epochs) const {
  if (epoch < 0 || epoch >= of_epochs) return false;
  switch (kind) {
    case Kind::nothing:
    case Kind::none:
      return false;
    case Kind::last:
      return epoch == of_epochs - 1;
    case Kind::constant:
    case Kind::full:
      return true;
    case Kind::partial:
      break;
  }
  return std::any_of(epochs.begin(), epochs.end(),
                     [&](const auto& run) { return run.first <= epoch && epoch <= run.second; });
}

const TrialShape* ScheduleShape::find(std::string_view dataset, int seed) const {
  const auto found = std::find_if(trials.begin(), trials.end(),
                                  [&](const TrialShape* t) { return t->seed == seed && t->dataset == dataset; });
  return found == trials.end() ? nullptr : *found;
}

const std::vector<int>* ScheduleShape::seeds(std::string_view dataset) const {
  const auto found = std::find_if(datasets.begin(), datasets.end(), [&](const auto& d) { return d.first == dataset; });
  return found == datasets.end() ? nullptr : &found->second;
}

const ScheduleShape* CellShape::find(std::string_view label) const {
  const auto found = std::find_if(schedules.begin(), schedules.end(), [&](const auto& s) { return s.label == label; });
  return found == schedules.end() ? nullptr : &*found;
}

SeriesParts parts_of(const SeriesShape& series, Figure figure, int of_epochs) {
  SeriesParts parts;
  parts.curve = series.has_curve();
  parts.mean = series.kind == SeriesShape::Kind::constant ||
               (figure == Figure::seconds && series.kind == SeriesShape::Kind::full);
  const bool compared = series.kind == SeriesShape::Kind::last || figure != Figure::seconds;
  parts.last = !parts.mean && compared && series.has_last(of_epochs);
  return parts;
}

TrialShape shape_of(const TrialRecord& trial, bool curves) {
  TrialShape shape;
  shape.dataset = trial.dataset;
  shape.seed = trial.seed;
  shape.seed_text = trial.seed_text;
  shape.epochs = trial.epochs;
  shape.has_latency = trial.latency_seconds.has_value();
  shape.has_weights = trial.has_weights;
  shape.config = trial.config;
  shape.evaluation_sets = trial.evaluation_sets;
  shape.timed_sets = trial.timed_sets;
  for (std::size_t set = 0; set < shape.series.size(); ++set) {
    for (std::size_t figure = 0; figure < shape.series[set].size(); ++figure) {
      shape.series[set][figure] = shape_of(trial.series[set][figure], static_cast<Figure>(figure), curves);
    }
  }
  return shape;
}

}  // namespace cellar
