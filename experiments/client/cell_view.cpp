#include "experiments/client/cell_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "experiments/client/python_error.hpp"

namespace cellar {

namespace {

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// The mean of what the trials know; None where the first knows nothing, an error where a later one does not.
std::optional<double> mean_known(const std::vector<std::optional<double>>& values) {
  if (values.empty() || !values[0]) return std::nullopt;
  double sum = 0;
  for (const std::optional<double>& value : values) {
    if (!value) throw type_error("unsupported operand type(s) for +: 'float' and 'NoneType'");
    sum += *value;
  }
  return sum / static_cast<double>(values.size());
}

EpochMetrics average(const std::vector<EpochMetrics>& trials) {
  std::vector<std::optional<double>> values(trials.size());
  const auto mean_of = [&](auto&& member) {
    std::transform(trials.begin(), trials.end(), values.begin(), member);
    return mean_known(values);
  };
  EpochMetrics all;
  all.iepoch = trials[0].iepoch;
  all.averaged = true;
  all.loss = *mean_of([](const EpochMetrics& trial) { return std::optional(trial.loss); });
  all.accuracy = *mean_of([](const EpochMetrics& trial) { return std::optional(trial.accuracy); });
  all.cur_time = mean_of([](const EpochMetrics& trial) { return trial.cur_time; });
  all.all_time = mean_of([](const EpochMetrics& trial) { return trial.all_time; });
  return all;
}

// The times of several trials by name, in the order in which the names appear.
class TimesByName {
 public:
  void add(const TimeInfo& info) {
    for (const auto& [name, seconds] : info) of(name).push_back(seconds);
  }

  TimeInfo means() const {
    TimeInfo info;
    for (const auto& [name, seconds] : all_) info.emplace_back(name, mean_known(seconds));
    return info;
  }

 private:
  std::vector<std::optional<double>>& of(const std::string& name) {
    for (auto& [known, seconds] : all_) {
      if (known == name) return seconds;
    }
    return all_.emplace_back(name, std::vector<std::optional<double>>()).second;
  }

  std::vector<std::pair<std::string, std::vector<std::optional<double>>>> all_;
};

}  // namespace

PythonValue ComputeCosts::to_python() const {
  PythonValue dict = {{"flops", flops}, {"params", params}};
  dict["latency"] = latency ? PythonValue(*latency) : PythonValue(nullptr);
  for (const auto& [name, seconds] : times) dict[name] = seconds ? PythonValue(*seconds) : PythonValue(nullptr);
  return dict;
}

const std::vector<int>& CellView::get_dataset_seeds(const PythonValue& dataset) const {
  const std::vector<int>* const seeds = dataset.is_string() ? schedule_->seeds(dataset.get<std::string>()) : nullptr;
  if (seeds == nullptr) throw key_error(dataset);
  return *seeds;
}

TrialView CellView::query(const PythonValue& dataset, int seed) const {
  const std::string name = python_str(dataset);
  const TrialShape* const trial = schedule_->find(name, seed);
  if (trial == nullptr) throw PythonError("KeyError", python_repr(std::pair(name, seed)));
  return {*records_, index_, *trial, dialect_};
}

std::vector<std::pair<int, TrialView>> CellView::query(const PythonValue& dataset) const {
  std::vector<std::pair<int, TrialView>> trials;
  for (const int seed : get_dataset_seeds(dataset)) trials.emplace_back(seed, query(dataset, seed));
  return trials;
}

// A few cells have trials that were counted differently. From 1.6 on, nats_bench then believes the trial of seed 888.
std::vector<double> CellView::one_of_inconsistent(std::vector<double> values, const std::vector<int>& seeds) const {
  if (!is_nats(dialect_)) return values;
  std::set<std::string> different;
  for (const double value : values) different.insert(fmt::format("{:.5f}", value));
  if (different.size() < 2) return values;
  const auto found = std::find(seeds.begin(), seeds.end(), 888);
  if (found == seeds.end()) throw value_error("888 is not in list");
  return {values[static_cast<std::size_t>(found - seeds.begin())]};
}

ComputeCosts CellView::get_compute_costs(const PythonValue& dataset) const {
  const std::vector<int>& seeds = get_dataset_seeds(dataset);
  std::vector<double> flops, params, latencies;
  TimesByName times;
  const auto trials = query(dataset);
  for (const auto& [seed, trial] : trials) {
    flops.push_back(trial.flop());
    params.push_back(trial.params());
    if (const double latency = trial.get_latency(); latency > 0) latencies.push_back(latency);
  }
  ComputeCosts costs;
  costs.flops = mean(one_of_inconsistent(std::move(flops), seeds));
  costs.params = mean(one_of_inconsistent(std::move(params), seeds));
  if (!latencies.empty()) costs.latency = mean(latencies);
  for (const auto& [seed, trial] : trials) times.add(trial.get_times());
  costs.times = times.means();
  return costs;
}

EpochMetrics CellView::get_metrics(const PythonValue& dataset, const std::string& setname, const PythonValue& iepoch,
                                   const PythonValue& is_random) const {
  const std::vector<int>& seeds = get_dataset_seeds(dataset);
  std::vector<EpochMetrics> metrics;
  for (const auto& [seed, trial] : query(dataset)) {
    metrics.push_back(setname == "train" ? trial.get_train(iepoch) : trial.get_eval(setname, iepoch));
  }
  if (is_random.is_boolean()) {
    if (!is_random.get<bool>()) return average(metrics);
    return metrics[random_->below(static_cast<std::uint32_t>(metrics.size()))];
  }
  if (!is_random.is_number_integer())
    throw value_error(fmt::format("invalid value for is_random: {}", python_str(is_random)));
  const auto found = std::find(seeds.begin(), seeds.end(), is_random.get<std::int64_t>());
  if (found == seeds.end()) {
    throw value_error(fmt::format("can not find random seed ({}) from {}", python_str(is_random), python_repr(seeds)));
  }
  return metrics[static_cast<std::size_t>(found - seeds.begin())];
}

std::vector<std::string> CellView::get_dataset_names() const {
  std::vector<std::string> names;
  for (const auto& [name, seeds] : schedule_->datasets) names.push_back(name);
  return names;
}

double CellView::get_latency(const PythonValue& dataset) const {
  std::vector<double> latencies;
  for (const auto& [seed, trial] : query(dataset)) {
    const double latency = trial.get_latency();
    if (!(latency > 0)) {
      throw value_error(fmt::format("invalid latency of {} with seed={} : {}", python_str(dataset), seed,
                                    python_repr(PythonValue(latency))));
    }
    latencies.push_back(latency);
  }
  return mean(latencies);
}

int CellView::get_total_epoch() const {
  std::vector<int> epochs;
  for (const auto& [dataset, seeds] : schedule_->datasets) {
    for (const int seed : seeds) epochs.push_back(query(dataset, seed).shape().epochs);
  }
  if (std::adjacent_find(epochs.begin(), epochs.end(), std::not_equal_to<>()) != epochs.end()) {
    throw value_error("Each trial mush have the same number of training epochs : " + python_repr(epochs));
  }
  if (epochs.empty()) throw PythonError("IndexError", "list index out of range");
  return epochs.back();
}

std::vector<std::pair<int, TrialView>> CellView::get_net_param(const PythonValue& dataset,
                                                               const PythonValue& seed) const {
  if (seed.is_null()) return query(dataset);
  const std::string name = python_str(dataset);
  if (is_python_int(seed) && schedule_->find(name, static_cast<int>(python_int(seed))) != nullptr) {
    const int number = static_cast<int>(python_int(seed));
    return {{number, query(dataset, number)}};
  }
  std::vector<std::string> keys;
  for (const TrialShape* const trial : schedule_->trials)
    keys.push_back(python_repr(std::pair(trial->dataset, trial->seed)));
  throw value_error(
      fmt::format("key=({}, {}) not in [{}]", python_repr(dataset), python_repr(seed), fmt::join(keys, ", ")));
}

std::string CellView::repr() const {
  return fmt::format("ArchResults(arch-index={}, arch={}, {} runs, clear={})", index_, arch_str(),
                     schedule_->trials.size(), cleared_ || schedule_->weights_cleared ? "True" : "False");
}

}  // namespace cellar
