#include "core/formats/nas_bench/record_report.hpp"

#include <fmt/format.h>

#include <cmath>

namespace cellar {

namespace {

// How many images an accuracy is a share of; 0: unknown. (NATS-Bench, configs/nas-benchmark.)
int images(const std::string& dataset, ImageSet set) {
  if (dataset == "cifar10-valid") return set == ImageSet::ori_test ? 10'000 : 25'000;
  if (dataset == "cifar10" || dataset == "cifar100") {
    return set == ImageSet::train ? 50'000 : set == ImageSet::ori_test ? 10'000 : 5'000;
  }
  if (dataset == "ImageNet16-120") return set == ImageSet::train ? 151'700 : set == ImageSet::ori_test ? 6'000 : 3'000;
  return 0;
}

bool is_whole(double accuracy, int of) {
  const double count = accuracy * of / 100;
  return std::abs(count - std::nearbyint(count)) < 1e-2;  // batches were averaged in single precision
}

void inspect(const TrialRecord& trial, const CellRecord& cell, RecordReport::Cell& found) {
  for (const ImageSet set : {ImageSet::train, ImageSet::x_valid, ImageSet::x_test, ImageSet::ori_test}) {
    const Series& series = trial.at(set, Figure::accuracy);
    const int of = images(trial.dataset, set);
    for (std::size_t epoch = 0; of > 0 && epoch < series.values.size(); ++epoch) {
      if (!series.recorded[epoch]) continue;
      ++found.values;
      if (is_whole(series.values[epoch], of)) continue;
      if (found.uneven++ == 0) {
        found.first_uneven = fmt::format("{} % of {} images (cell {}, {} with seed {}, epoch {})", series.values[epoch],
                                         of, cell.index, trial.dataset, trial.seed, epoch);
      }
    }
  }
}

std::string first_of(const std::vector<std::size_t>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size() && i < 5; ++i) text += fmt::format("{}{}", i == 0 ? "" : ", ", cells[i]);
  return cells.size() > 5 ? text + ", …" : text;
}

}  // namespace

RecordReport::Cell RecordReport::inspect(const CellRecord& cell) {
  Cell found;
  for (const ScheduleRecord& schedule : cell.schedules) {
    for (const TrialRecord& trial : schedule.trials) {
      found.trials.emplace_back(schedule.label, trial.dataset, trial.seed);
      cellar::inspect(trial, cell, found);
    }
  }
  return found;
}

void RecordReport::add(const Cell& cell) {
  ++cells;
  for (const auto& trial : cell.trials) ++trials_[trial];
  values_ += cell.values;
  if (uneven_ == 0) first_uneven_ = cell.first_uneven;
  uneven_ += cell.uneven;
}

std::vector<std::string> RecordReport::lines() const {
  std::vector<std::string> lines{fmt::format("{} of {} cells", cells, of_cells)};
  std::map<std::pair<std::string, std::string>, std::string> seeds;
  for (const auto& [trial, count] : trials_) {
    const auto& [schedule, dataset, seed] = trial;
    std::string& text = seeds[{schedule, dataset}];
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", seed, count);
  }
  for (const auto& [key, text] : seeds) {
    lines.push_back(fmt::format("{} epochs, {}: seeds (cells) {}", key.first, key.second, text));
  }
  lines.push_back(curves ? "every recorded epoch is kept, in double precision"
                         : "the last epochs are kept (--curves last)");
  if (disagreeing_costs > 0) {
    lines.push_back(
        fmt::format("FLOPs or parameters differ between trials of the same cell in {} of them (NATS-Bench issue 36): "
                    "DATASET.mflops and DATASET.params are those of seed 888; the trials keep theirs",
                    disagreeing_costs));
  }
  if (uneven_ > 0) {
    lines.push_back(fmt::format("{} of {} accuracies are no whole number of images, the first: {}", uneven_, values_,
                                first_uneven_));
  }
  if (!without_results.empty()) {
    lines.push_back(fmt::format("{} cells are listed as evaluated and have no results: {}", without_results.size(),
                                first_of(without_results)));
  }
  if (unlisted > 0) lines.push_back(fmt::format("{} cells have results and are not listed as evaluated", unlisted));
  return lines;
}

}  // namespace cellar
