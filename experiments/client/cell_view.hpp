#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "experiments/client/trial_view.hpp"
#include "space/cpython_random.hpp"

namespace cellar {

// What get_compute_costs answers: [M], [M], [s] of a batch of 256, and the times that its trials know.
struct ComputeCosts {
  double flops = 0, params = 0;
  std::optional<double> latency = {};
  TimeInfo times;
  PythonValue to_python() const;
};

// All trainings of a cell under one schedule, as the original's class ArchResults shows them. Every method is named as
// there and throws PythonErrors as it does.
class CellView {
 public:
  // `random` is what random.randint draws from. `cleared`: clear_params was called.
  CellView(const Records& records, std::size_t index, const ScheduleShape& schedule, Dialect dialect,
           CPythonRandom& random, bool cleared = false)
      : records_(&records),
        index_(index),
        schedule_(&schedule),
        dialect_(dialect),
        random_(&random),
        cleared_(cleared) {}

  const ScheduleShape& shape() const { return *schedule_; }
  std::string_view arch_str() const { return records_->table().architecture(index_); }

  ComputeCosts get_compute_costs(const PythonValue& dataset) const;
  // The same as nas_201_api 1.1 spelled it.
  ComputeCosts get_comput_costs(const PythonValue& dataset) const { return get_compute_costs(dataset); }
  // is_random: True, one trial at random; False, the mean of all; a number, the trial of that seed.
  EpochMetrics get_metrics(const PythonValue& dataset, const std::string& setname, const PythonValue& iepoch = nullptr,
                           const PythonValue& is_random = false) const;
  std::vector<std::string> get_dataset_names() const;
  const std::vector<int>& get_dataset_seeds(const PythonValue& dataset) const;
  double get_latency(const PythonValue& dataset) const;
  int get_total_epoch() const;
  // By seed, ascending.
  std::vector<std::pair<int, TrialView>> query(const PythonValue& dataset) const;
  TrialView query(const PythonValue& dataset, int seed) const;
  // The trials whose weights get_net_param returns: all of a data set, or that of one seed.
  std::vector<std::pair<int, TrialView>> get_net_param(const PythonValue& dataset, const PythonValue& seed) const;
  std::string repr() const;

 private:
  std::vector<double> one_of_inconsistent(std::vector<double> values, const std::vector<int>& seeds) const;

  const Records* records_;
  std::size_t index_;
  const ScheduleShape* schedule_;
  Dialect dialect_;
  CPythonRandom* random_;
  bool cleared_;
};

}  // namespace cellar
