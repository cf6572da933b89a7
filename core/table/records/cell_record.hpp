#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/table/records/image_set.hpp"

namespace cellar {

// What is measured of a trained network, after every epoch.
enum class Figure { accuracy, top5, loss, seconds };  // [%], [%], mean cross-entropy, [s]

// One figure over the epochs of a training, as a Python dict of epochs recorded it.
struct Series {
  std::vector<double> values;  // by epoch from 0; what is not recorded holds NaN
  std::vector<bool> recorded;  // by epoch; as long as `values`. Both empty: nothing is recorded
  bool is_none = false;        // recorded as None instead of a dict (training times of old trials)
  bool empty() const { return values.empty(); }
};

// The network that was trained, as the record spells it.
struct NetworkConfig {
  std::string name;                // "infer.shape.tiny" in the size space, empty in the topology space
  std::string genotype;            // size space: the cell that all its networks share
  int channel = 0, num_cells = 0;  // topology space
  int class_num = 0;
  friend bool operator==(const NetworkConfig&, const NetworkConfig&) = default;
};

// One training of one cell on one data set with one seed (the original's ResultsCount).
struct TrialRecord {
  std::string dataset;    // cifar10-valid, cifar10, cifar100, ImageNet16-120
  int seed = 0;           // as in the key that the record stands under
  std::string seed_text;  // as the record itself spells it: "0777"
  int epochs = 0;
  double mflops = 0, mparams = 0;         // [M]
  std::optional<double> latency_seconds;  // mean of the recorded ones, of a batch of 256; none: not recorded
  NetworkConfig config;
  bool has_weights = false;
  std::array<std::array<Series, 4>, 4> series;  // by ImageSet and Figure
  std::vector<ImageSet> evaluation_sets;        // in the order of eval_names
  std::vector<ImageSet> timed_sets;             // in the order in which eval_times names them

  Series& at(ImageSet set, Figure figure) {
    return series[static_cast<std::size_t>(set)][static_cast<std::size_t>(figure)];
  }
  const Series& at(ImageSet set, Figure figure) const {
    return series[static_cast<std::size_t>(set)][static_cast<std::size_t>(figure)];
  }
};

// All trainings of a cell under one schedule (the original's ArchResults).
struct ScheduleRecord {
  std::string label;                                               // "12", "200", "01", "90"
  bool weights_cleared = false;                                    // clear_net_done
  std::vector<std::pair<std::string, std::vector<int>>> datasets;  // dataset_seed: data sets in order, seeds ascending
  std::vector<TrialRecord> trials;                                 // in the order of all_results
};

// Everything that an official file records of one cell.
struct CellRecord {
  std::size_t index = 0;
  std::string arch;
  std::vector<ScheduleRecord> schedules;  // in the file's order
};

}  // namespace cellar
