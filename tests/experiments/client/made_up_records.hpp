#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/table/records/record_writer.hpp"
#include "core/table/records/records.hpp"
#include "core/table/table.hpp"
#include "tests/folder.hpp"

namespace cellar::test {

// Four cells of nb201, of which the last has no record. Accuracy after epoch e (from 0) of cell c, seed s:
// 10 c + e + s / 1000 on every set; loss: accuracy / 100; times: train 2 s, x-valid 1 s, others 0.5 s. Schedule 12 has
// cifar10-valid of the seeds 111 and 777, all sets at all epochs; schedule 200 (here of 20 epochs) cifar10-valid,
// cifar10 and cifar100 of 777 and 888, where cifar100 has x-valid and x-test after the last epoch only.
class MadeUpRecords {
 public:
  explicit MadeUpRecords(RecordSource::Kind kind, bool folder = false) {
    RecordWriter writer(folder_ / "made-up.table", "nb201", kSpellings);
    for (std::size_t cell = 0; cell < 3; ++cell) writer.append(encode(record(cell), true));
    writer.finish({kind, "made-up", folder, kSpellings.size()}, "made up");
    table = open_table(folder_ / "made-up.table");
    records = std::make_shared<const Records>(table);
  }

  std::filesystem::path file() const { return folder_ / "made-up.table"; }

  static double accuracy(std::size_t cell, int epoch, int seed) {
    return 10.0 * static_cast<double>(cell) + epoch + seed / 1000.0;
  }

  std::shared_ptr<const Table> table;
  std::shared_ptr<const Records> records;

  inline static const std::vector<std::string> kSpellings = {
      "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|",
      "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|",
      "|avg_pool_3x3~0|+|none~0|nor_conv_3x3~1|+|nor_conv_3x3~0|nor_conv_1x1~1|skip_connect~2|",
      "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|none~0|none~1|skip_connect~2|"};

 private:
  static void fill(TrialRecord& trial, std::size_t cell, ImageSet set, bool last_only) {
    for (const Figure figure : {Figure::accuracy, Figure::loss, Figure::seconds}) {
      Series& series = trial.at(set, figure);
      series.values.assign(static_cast<std::size_t>(trial.epochs), std::nan(""));
      series.recorded.assign(static_cast<std::size_t>(trial.epochs), false);
      for (int epoch = 0; epoch < trial.epochs; ++epoch) {
        if (last_only && figure != Figure::seconds && epoch + 1 < trial.epochs) continue;
        const double value = accuracy(cell, epoch, trial.seed);
        const double seconds = set == ImageSet::train ? 2 : set == ImageSet::x_valid ? 1 : 0.5;
        series.values[static_cast<std::size_t>(epoch)] = figure == Figure::accuracy ? value
                                                         : figure == Figure::loss   ? value / 100
                                                                                    : seconds;
        series.recorded[static_cast<std::size_t>(epoch)] = true;
      }
    }
  }

  static TrialRecord trial(std::size_t cell, const std::string& dataset, int seed, int epochs) {
    TrialRecord trial;
    trial.dataset = dataset;
    trial.seed = seed;
    trial.seed_text = "0" + std::to_string(seed);
    trial.epochs = epochs;
    trial.mflops = 10.0 * static_cast<double>(cell + 1);
    trial.mparams = 0.1 * static_cast<double>(cell + 1);
    trial.latency_seconds = 0.0125;
    trial.config = {.name = "", .genotype = "", .channel = 16, .num_cells = 5, .class_num = 10};
    for (Series& series : trial.series[0]) series.is_none = true;
    fill(trial, cell, ImageSet::train, false);
    trial.at(ImageSet::train, Figure::accuracy).is_none = false;
    trial.at(ImageSet::train, Figure::loss).is_none = false;
    trial.at(ImageSet::train, Figure::seconds).is_none = false;
    if (dataset != "cifar10") trial.evaluation_sets.push_back(ImageSet::x_valid);
    trial.evaluation_sets.push_back(ImageSet::ori_test);
    if (dataset == "cifar100") trial.evaluation_sets.push_back(ImageSet::x_test);
    trial.timed_sets = trial.evaluation_sets;
    for (const ImageSet set : trial.evaluation_sets)
      fill(trial, cell, set, dataset == "cifar100" && set != ImageSet::ori_test);
    return trial;
  }

  static CellRecord record(std::size_t cell) {
    CellRecord record;
    record.index = cell;
    record.arch = kSpellings[cell];
    ScheduleRecord less{
        .label = "12", .weights_cleared = true, .datasets = {{"cifar10-valid", {111, 777}}}, .trials = {}};
    for (const int seed : {777, 111}) less.trials.push_back(trial(cell, "cifar10-valid", seed, 12));
    ScheduleRecord full{.label = "200", .weights_cleared = true, .datasets = {}, .trials = {}};
    for (const char* const dataset : {"cifar10-valid", "cifar10", "cifar100"}) {
      full.datasets.push_back({dataset, {777, 888}});
      for (const int seed : {777, 888}) full.trials.push_back(trial(cell, dataset, seed, 20));
    }
    record.schedules = {less, full};
    return record;
  }

  TemporaryFolder folder_;
};

}  // namespace cellar::test
