#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/table/records/records.hpp"
#include "experiments/client/dialect.hpp"
#include "experiments/client/python_text.hpp"

namespace cellar {

// Figures after one epoch, of one trial or the mean of several, as get_metrics of the original answers.
struct EpochMetrics {
  double iepoch = 0;                                   // from 0
  bool averaged = false;                               // then iepoch is a float
  double loss = 0, accuracy = 0;                       // accuracy in [%]
  std::optional<double> cur_time = {}, all_time = {};  // [s]: of this epoch, of all up to it; none: None
  PythonValue iepoch_value() const;
  PythonValue to_python() const;
};

// Names and seconds, "T-train@epoch" and so on; none: None.
using TimeInfo = std::vector<std::pair<std::string, std::optional<double>>>;

// One training, as the original's class ResultsCount shows it. Every method is named as there and throws PythonErrors
// as it does. Refers to `records`, which must outlive it.
class TrialView {
 public:
  TrialView(const Records& records, std::size_t index, const TrialShape& trial, Dialect dialect)
      : records_(&records), index_(index), trial_(&trial), dialect_(dialect) {}

  const TrialShape& shape() const { return *trial_; }
  double flop() const { return records_->mflops(index_, *trial_); }     // [M]
  double params() const { return records_->mparams(index_, *trial_); }  // [M]
  // [s]; -1 where not recorded.
  double get_latency() const;
  TimeInfo get_times() const;
  EpochMetrics get_train(const PythonValue& iepoch = nullptr) const;
  // "valid" means x-valid.
  EpochMetrics get_eval(const std::string& name, const PythonValue& iepoch = nullptr) const;
  std::vector<std::string> get_eval_set() const;
  PythonValue get_config() const;
  std::string repr() const;

  // The recorded dicts themselves: lists by epoch for the training, "name@epoch" for the evaluations.
  PythonValue curves() const;

 private:
  int epoch_number(const PythonValue& iepoch) const;
  double value(ImageSet set, Figure figure, int epoch) const;
  bool recorded(ImageSet set, Figure figure, int epoch) const;
  bool has_evaluation_times() const;
  std::string evaluation_time_keys() const;
  // Of the epochs 0 to `last`, added in this order; those must be recorded.
  double seconds(ImageSet set, int last) const;
  PythonValue training_curve(Figure figure) const;
  PythonValue evaluation_curve(const std::vector<ImageSet>& sets, Figure figure) const;

  const Records* records_;
  std::size_t index_;
  const TrialShape* trial_;
  Dialect dialect_;
};

}  // namespace cellar
