#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/suggest.hpp"
#include "experiments/client/figures.hpp"
#include "experiments/client/trial_view.hpp"

namespace cellar {

namespace {

constexpr int kTrustedSeed = 888;  // where trials of a cell were counted differently: the rule of nats_bench 1.6

// The epoch asked for, from 0.
int epoch_of(const ResolvedQuestion& question, const TrialShape& trial) {
  return question.epoch ? *question.epoch - 1 : trial.epochs - 1;
}

bool has(const TrialShape& trial, const ResolvedQuestion& question, ImageSet set) {
  return trial.at(set, question.figure).recorded(epoch_of(question, trial), trial.epochs);
}

std::string join(const std::vector<int>& numbers) { return fmt::format("{}", fmt::join(numbers, ", ")); }

class RecordedFigures final : public Figures {
 public:
  explicit RecordedFigures(std::shared_ptr<const Records> records) : records_(std::move(records)) {}

  std::optional<double> find(std::size_t index, const ResolvedQuestion& question) const override {
    return mean(index, question, [&](const TrialShape& trial) -> std::optional<double> {
      if (!has(trial, question, question.set)) return std::nullopt;
      return records_->value(index, trial, question.set, question.figure, epoch_of(question, trial));
    });
  }

  std::optional<double> training_seconds(std::size_t index, const ResolvedQuestion& question) const override {
    return mean(index, question, [&](const TrialShape& trial) -> std::optional<double> {
      const int last = epoch_of(question, trial);
      double sum = 0;
      for (int epoch = 0; epoch <= last; ++epoch) {
        if (!trial.at(ImageSet::train, Figure::seconds).recorded(epoch, trial.epochs)) return std::nullopt;
        sum += records_->value(index, trial, ImageSet::train, Figure::seconds, epoch);
      }
      return sum;
    });
  }

  NetworkCosts costs(std::size_t index, const std::string& dataset, const std::string& schedule) const override;
  std::string explain(std::size_t index, const ResolvedQuestion& question) const override;

  std::vector<int> seeds(std::size_t index, const std::string& dataset, const std::string& schedule) const override {
    const ScheduleShape* const shape = find_schedule(index, schedule);
    const std::vector<int>* const seeds = shape == nullptr ? nullptr : shape->seeds(dataset);
    return seeds == nullptr ? std::vector<int>() : *seeds;
  }

  std::vector<std::string> datasets(std::size_t index, const std::string& schedule) const override {
    std::vector<std::string> names;
    const ScheduleShape* const shape = find_schedule(index, schedule);
    if (shape == nullptr) return names;
    for (const auto& [name, seeds] : shape->datasets) names.push_back(name);
    return names;
  }

  std::vector<std::string> schedules(std::size_t index) const override {
    std::vector<std::string> labels;
    const CellShape* const cell = records_->cell(index);
    if (cell == nullptr) return labels;
    for (const ScheduleShape& schedule : cell->schedules) labels.push_back(schedule.label);
    return labels;
  }

  bool recorded(std::size_t index) const override { return records_->cell(index) != nullptr; }

 private:
  const ScheduleShape* find_schedule(std::size_t index, const std::string& label) const {
    const CellShape* const cell = records_->cell(index);
    return cell == nullptr ? nullptr : cell->find(label);
  }

  // Over the trials asked for, seeds ascending; none if there are none or one of them does not know.
  template <class Value>
  std::optional<double> mean(std::size_t index, const ResolvedQuestion& question, Value&& value) const {
    const ScheduleShape* const schedule = find_schedule(index, question.schedule);
    const std::vector<int>* const seeds = schedule == nullptr ? nullptr : schedule->seeds(question.dataset);
    if (seeds == nullptr) return std::nullopt;
    double sum = 0;
    int trials = 0;
    for (const int seed : *seeds) {
      if (question.seed && seed != *question.seed) continue;
      const TrialShape* const trial = schedule->find(question.dataset, seed);
      const std::optional<double> figure = trial == nullptr ? std::nullopt : value(*trial);
      if (!figure) return std::nullopt;
      sum += *figure;
      ++trials;
    }
    return trials == 0 ? std::nullopt : std::optional(sum / trials);
  }

  double one_of_inconsistent(const std::vector<std::pair<int, double>>& by_seed) const;
  std::string explain_set(const ScheduleShape& schedule, const ResolvedQuestion& question) const;

  std::shared_ptr<const Records> records_;
};

double RecordedFigures::one_of_inconsistent(const std::vector<std::pair<int, double>>& by_seed) const {
  for (const auto& [seed, value] : by_seed) {
    if (seed == kTrustedSeed) return value;
  }
  return by_seed.front().second;
}

NetworkCosts RecordedFigures::costs(std::size_t index, const std::string& dataset, const std::string& schedule) const {
  NetworkCosts costs;
  const ScheduleShape* const shape = find_schedule(index, schedule);
  const std::vector<int> all = seeds(index, dataset, schedule);
  if (all.empty()) return costs;
  std::vector<std::pair<int, double>> mflops, mparams;
  double latency = 0;
  int timed = 0;
  for (const int seed : all) {
    const TrialShape& trial = *shape->find(dataset, seed);
    mflops.emplace_back(seed, records_->mflops(index, trial));
    mparams.emplace_back(seed, records_->mparams(index, trial));
    if (!trial.has_latency) continue;
    latency += records_->latency_seconds(index, trial);
    ++timed;
  }
  costs.mflops = one_of_inconsistent(mflops);
  costs.mparams = one_of_inconsistent(mparams);
  if (timed > 0) costs.latency_seconds = latency / timed;
  const ResolvedQuestion last{
      .dataset = dataset, .set = ImageSet::x_valid, .schedule = schedule, .figure = Figure::seconds};
  costs.valid_seconds = find(index, last);
  const auto total = training_seconds(index, last);
  if (total) costs.epoch_seconds = *total / shape->find(dataset, all.front())->epochs;
  return costs;
}

// The set is not recorded at this epoch: at which ones is it, which sets are?
std::string RecordedFigures::explain_set(const ScheduleShape& schedule, const ResolvedQuestion& question) const {
  std::vector<std::string_view> there;
  std::vector<int> knowing;
  bool at_last = false;
  int epoch = 0;
  for (const int seed : *schedule.seeds(question.dataset)) {
    if (question.seed && *question.seed != seed) continue;
    const TrialShape& trial = *schedule.find(question.dataset, seed);
    epoch = epoch_of(question, trial) + 1;
    if (epoch > trial.epochs)
      return fmt::format("epoch {} is none of schedule {}: allowed is 1 to {}", epoch, question.schedule, trial.epochs);
    for (const ImageSet set : kImageSets) {
      const std::string_view name = set_name(set);
      if (has(trial, question, set) && std::find(there.begin(), there.end(), name) == there.end())
        there.push_back(name);
    }
    if (has(trial, question, question.set)) knowing.push_back(seed);
    at_last = at_last || trial.at(question.set, question.figure).has_last(trial.epochs);
  }
  const std::string what = fmt::format("{} has no {} {} at epoch {} of schedule {}", question.dataset,
                                       set_name(question.set), figure_name(question.figure), epoch, question.schedule);
  if (!knowing.empty()) return fmt::format("{} for every trial, only for seed {}: ask for one", what, join(knowing));
  std::string text = fmt::format("{}; sets recorded there: {}", what,
                                 there.empty() ? "none" : fmt::format("{}", fmt::join(there, ", ")));
  if (at_last) text += fmt::format("; {} is recorded after the last epoch", set_name(question.set));
  if (question.dataset == "cifar10" && question.set == ImageSet::x_valid)
    text += "; for validation during search use cifar10-valid";
  if (question.dataset == "cifar10" && question.set == ImageSet::x_test) text += "; its test set is ori-test";
  return text;
}

std::string RecordedFigures::explain(std::size_t index, const ResolvedQuestion& question) const {
  const CellShape* const cell = records_->cell(index);
  if (cell == nullptr) {
    return fmt::format("cell {} is not in {}, which table {} was imported from", index, records_->source().file,
                       records_->table().name());
  }
  const ScheduleShape* const schedule = cell->find(question.schedule);
  if (schedule == nullptr) return unknown_name("schedule", question.schedule, schedules(index));
  const std::vector<int>* const seeds = schedule->seeds(question.dataset);
  if (seeds == nullptr) {
    std::string text = unknown_name("data set", question.dataset, datasets(index, question.schedule));
    for (const ScheduleShape& other : cell->schedules) {
      if (other.seeds(question.dataset) != nullptr) text += fmt::format("; schedule {} has it", other.label);
    }
    return fmt::format("schedule {}: {}", question.schedule, text);
  }
  if (question.seed && std::find(seeds->begin(), seeds->end(), *question.seed) == seeds->end()) {
    return fmt::format("cell {} has no trial of seed {} on {} under schedule {}; seeds: {}", index, *question.seed,
                       question.dataset, question.schedule, join(*seeds));
  }
  return explain_set(*schedule, question);
}

}  // namespace

std::unique_ptr<Figures> make_recorded_figures(std::shared_ptr<const Records> records) {
  return std::make_unique<RecordedFigures>(std::move(records));
}

}  // namespace cellar
