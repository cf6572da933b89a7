#include "core/formats/nas_bench/cell_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/formats/nas_bench/trial_reader.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

constexpr std::int64_t kMostIndex = 10'000'000;

// Far above what there is: a pickle may name one list of a million things a million times.
constexpr std::size_t kMostSchedules = 100;   // of a cell
constexpr std::size_t kMostTrials = 1000;     // of a schedule
constexpr std::size_t kMostEpochs = 100'000;  // of all trials of a cell
constexpr std::size_t kMostCells = 500'000;   // of a list
constexpr std::size_t kLongestArch = 400;

void check_size(std::size_t size, std::size_t most, std::string_view what) {
  if (size > most) throw Error(fmt::format("{} {}: more than the {} that can be", size, what, most));
}

std::string dataset_name(const PickleValue& value) {
  const std::string_view name = value.text();
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  if (name.empty() || name.size() > 40 || !std::all_of(name.begin(), name.end(), fits)) {
    throw Error(fmt::format("a data set '{}'", printable(name)));
  }
  return std::string(name);
}

int seed_of(const PickleValue& value) {
  const std::int64_t seed = value.integer();
  if (seed < 0 || seed > 1'000'000'000) throw Error(fmt::format("a seed {}", seed));
  return static_cast<int>(seed);
}

void read_datasets(const PickleValue& datasets, ScheduleRecord& schedule) {
  check_size(datasets.size(), kMostTrials, "data sets");
  std::size_t trials = 0;
  for (std::size_t i = 0; i < datasets.size(); ++i) {
    auto& [name, seeds] = schedule.datasets.emplace_back();
    name = dataset_name(datasets.key(i));
    check_size(trials += datasets.value(i).size(), kMostTrials, "seeds");
    for (const PickleValue& seed : datasets.value(i).items()) seeds.push_back(seed_of(seed));
  }
}

void read_trials(const PickleValue& results, std::string_view arch, int epochs, ScheduleRecord& schedule) {
  check_size(results.size(), kMostTrials, "trials");
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto key = results.key(i).items();
    if (key.size() != 2) throw Error("a trial without data set and seed");
    const std::string dataset = dataset_name(key[0]);
    const int seed = seed_of(key[1]);
    try {
      schedule.trials.push_back(read_trial(results.value(i), dataset, seed, epochs, arch));
    } catch (const Error& error) {
      throw Error(fmt::format("{} with seed {}: {}", dataset, seed, error.what()));
    }
  }
}

// The seeds by data set and the trials themselves say the same.
void check_seeds(const ScheduleRecord& schedule) {
  std::size_t listed = 0;
  for (const auto& [dataset, seeds] : schedule.datasets) {
    listed += seeds.size();
    if (!std::is_sorted(seeds.begin(), seeds.end()))
      throw Error(fmt::format("the seeds of {} are not sorted", dataset));
    for (const int seed : seeds) {
      const auto is_it = [&, &name = dataset](const TrialRecord& trial) {
        return trial.seed == seed && trial.dataset == name;
      };
      if (std::count_if(schedule.trials.begin(), schedule.trials.end(), is_it) == 1) continue;
      throw Error(fmt::format("{} lists seed {}, of which there is no one trial", dataset, seed));
    }
  }
  if (listed != schedule.trials.size()) throw Error("there are trials whose seeds are not listed");
}

ScheduleRecord read_schedule(std::string label, const PickleValue& state, CellRecord& cell) {
  ScheduleRecord schedule;
  const auto epochs = parse_number<int>(label);
  if (!epochs || *epochs < 1 || label.size() > 6) throw Error(fmt::format("a schedule '{}'", printable(label)));
  const auto is_it = [&](const ScheduleRecord& other) { return other.label == label; };
  if (std::any_of(cell.schedules.begin(), cell.schedules.end(), is_it)) throw Error("it comes twice");
  schedule.label = std::move(label);
  const std::int64_t index = state.at("arch_index").integer();
  if (index < 0 || index > kMostIndex) throw Error(fmt::format("a cell of index {}", index));
  const std::string_view arch = state.at("arch_str").text();
  check_size(arch.size(), kLongestArch, "characters of a cell");
  if (cell.arch.empty()) {
    cell.index = static_cast<std::size_t>(index);
    cell.arch = arch;
  } else if (cell.index != static_cast<std::size_t>(index) || cell.arch != arch) {
    throw Error("its schedules are of different cells");
  }
  schedule.weights_cleared = state.at("clear_net_done").boolean();
  read_datasets(state.at("dataset_seed"), schedule);
  std::size_t epochs_before = 0;
  for (const ScheduleRecord& other : cell.schedules) {
    for (const TrialRecord& trial : other.trials) epochs_before += static_cast<std::size_t>(trial.epochs);
  }
  const PickleValue& results = state.at("all_results");
  check_size(epochs_before + results.size() * static_cast<std::size_t>(*epochs), kMostEpochs, "epochs of all trials");
  read_trials(results, arch, *epochs, schedule);
  check_seeds(schedule);
  return schedule;
}

}  // namespace

std::vector<std::string> read_meta_archs(const PickleValue& top) {
  const auto items = top.at("meta_archs").items();
  check_size(items.size(), kMostCells, "cells");
  std::vector<std::string> archs;
  for (const PickleValue& arch : items) {
    check_size(arch.text().size(), kLongestArch, "characters of a cell");
    archs.emplace_back(arch.text());
  }
  return archs;
}

bool is_cell(const PickleValue& value) {
  if (!value.is(Kind::dict) || value.size() == 0) return false;
  const PickleValue& first = value.value(0);
  return first.is(Kind::dict) && first.find("arch_str") && first.find("all_results");
}

CellRecord read_cell(const PickleValue& schedules) {
  CellRecord cell;
  std::string label;
  try {
    if (schedules.find("less") || schedules.find("full")) {
      cell.schedules.push_back(read_schedule(label = "12", schedules.at("less"), cell));
      cell.schedules.push_back(read_schedule(label = "200", schedules.at("full"), cell));
    } else {
      check_size(schedules.size(), kMostSchedules, "schedules");
      for (std::size_t i = 0; i < schedules.size(); ++i) {
        cell.schedules.push_back(read_schedule(label = schedules.key(i).text(), schedules.value(i), cell));
      }
    }
  } catch (const Error& error) {
    throw Error(fmt::format("cell {}, schedule {}: {}", cell.arch.empty() ? "?" : std::to_string(cell.index),
                            printable(label), error.what()));
  }
  if (cell.schedules.empty()) throw Error("a cell without schedules");
  return cell;
}

}  // namespace cellar
