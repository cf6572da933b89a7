#include "core/formats/nas_bench/record_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

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
  for (const ImageSet set : kImageSets) {
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

RecordReport::Recorded recorded_of(const Series& series) {
  const auto epochs = std::count(series.recorded.begin(), series.recorded.end(), true);
  if (epochs == 0) return RecordReport::Recorded::none;
  if (epochs == static_cast<std::ptrdiff_t>(series.recorded.size())) return RecordReport::Recorded::every;
  return epochs == 1 && series.recorded.back() ? RecordReport::Recorded::last : RecordReport::Recorded::some;
}

// "every epoch", or "every epoch (30 trials), the last alone (10)"; empty if no trial has any.
std::string recorded_text(const std::array<std::size_t, 4>& trials) {
  constexpr std::array kTexts = {"not recorded", "every epoch", "the last epoch alone", "some epochs"};
  if (trials[0] == std::accumulate(trials.begin(), trials.end(), std::size_t{0})) return {};
  std::vector<std::string> kinds, counted;
  for (std::size_t kind : {1, 2, 3, 0}) {
    if (trials[kind] == 0) continue;
    kinds.emplace_back(kTexts[kind]);
    counted.push_back(fmt::format("{} ({} trials)", kTexts[kind], trials[kind]));
  }
  return fmt::format("{}", fmt::join(kinds.size() == 1 ? kinds : counted, ", "));
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
      Cell::Trial& seen = found.trials.emplace_back();
      seen.schedule = schedule.label;
      seen.dataset = trial.dataset;
      seen.seed = trial.seed;
      for (std::size_t set = 0; set < kImageSets.size(); ++set) {
        seen.accuracies[set] = recorded_of(trial.at(kImageSets[set], Figure::accuracy));
      }
      cellar::inspect(trial, cell, found);
    }
  }
  return found;
}

void RecordReport::add(const Cell& cell) {
  ++cells;
  for (const Cell::Trial& trial : cell.trials) {
    const Training training(trial.schedule, trial.dataset);
    ++seeds_[training][trial.seed];
    auto& counts = recorded_[training];
    for (std::size_t set = 0; set < kImageSets.size(); ++set)
      ++counts[set][static_cast<std::size_t>(trial.accuracies[set])];
  }
  values_ += cell.values;
  if (uneven_ == 0) first_uneven_ = cell.first_uneven;
  uneven_ += cell.uneven;
}

// Two lines for each schedule and data set: its seeds, and which epochs of which sets its trials have.
std::vector<std::string> RecordReport::recorded_lines() const {
  std::vector<std::string> lines;
  for (const auto& [training, seeds] : seeds_) {
    std::vector<std::string> texts;
    for (const auto& [seed, count] : seeds) texts.push_back(fmt::format("{} ({})", seed, count));
    lines.push_back(
        fmt::format("{} epochs, {}: seeds (cells) {}", training.first, training.second, fmt::join(texts, ", ")));
    texts.clear();
    const auto& counts = recorded_.at(training);
    for (std::size_t set = 0; set < kImageSets.size(); ++set) {
      const std::string text = recorded_text(counts[set]);
      if (!text.empty()) texts.push_back(fmt::format("{} {}", set_name(kImageSets[set]), text));
    }
    lines.push_back(fmt::format("  {}", fmt::join(texts, "; ")));
  }
  return lines;
}

std::vector<std::string> RecordReport::lines() const {
  std::vector<std::string> lines{fmt::format("{} of {} cells", cells, of_cells)};
  for (std::string& line : recorded_lines()) lines.push_back(std::move(line));
  lines.emplace_back(curves ? "every recorded epoch is kept, in double precision"
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
