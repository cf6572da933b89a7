#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "experiments/client/information_text.hpp"
#include "experiments/client/original_client.hpp"
#include "experiments/client/python_error.hpp"

namespace cellar {

namespace {

// The data set and the set that find_best means by "valid", "test" and "train".
std::pair<PythonValue, std::string> remapped(const PythonValue& dataset, const std::string& set) {
  if (dataset == "cifar10" && set == "valid") return {"cifar10-valid", "x-valid"};
  if (dataset == "cifar10" && set == "test") return {dataset, "ori-test"};
  if (dataset != "cifar100" && dataset != "ImageNet16-120") return {dataset, set};
  if (set == "valid") return {dataset, "x-valid"};
  if (set == "test") return {dataset, "x-test"};
  return {dataset, set};
}

bool exceeds(double value, const PythonValue& limit) { return !limit.is_null() && value > limit.get<double>(); }

constexpr std::string_view kComment =
    "In this dict, train-loss/accuracy/time is the metric on the {0} of CIFAR-10. The test-loss/accuracy/time is the "
    "performance of the CIFAR-10 test set after training on the {0} by {1} epochs. The per-time and total-time "
    "indicate "
    "the per epoch and total time costs, respectively.";

// The dict of get_more_info.
class MoreInfo {
 public:
  // `epoch`: the last one, a float where it was averaged.
  MoreInfo(PythonValue epoch, Dialect dialect) : epoch_(std::move(epoch)), dialect_(dialect) {}

  void add(const std::string& name, const EpochMetrics& metrics) {
    info_[name + "-loss"] = metrics.loss;
    info_[name + "-accuracy"] = metrics.accuracy;
    info_[name + "-per-time"] = per_epoch(metrics.all_time);
    info_[name + "-all-time"] = metrics.all_time ? PythonValue(*metrics.all_time) : PythonValue(nullptr);
  }

  void comment(const std::string& images, const PythonValue& hp) {
    info_["comment"] = fmt::format(kComment, images, python_str(hp));
  }

  PythonValue take() { return std::move(info_); }

 private:
  PythonValue per_epoch(const std::optional<double>& all_time) const {
    if (all_time) return *all_time / (epoch_.get<double>() + 1);
    if (dialect_ != Dialect::nats_size) return nullptr;
    throw type_error(fmt::format("unsupported operand type(s) for /: 'NoneType' and '{}'", python_type(epoch_)));
  }

  PythonValue info_ = PythonValue::object();
  PythonValue epoch_;
  Dialect dialect_;
};

// What a bare `except` around a query leaves: none.
std::optional<EpochMetrics> tried(const std::function<EpochMetrics()>& query) {
  try {
    return query();
  } catch (const PythonError&) {
    return std::nullopt;
  }
}

const PythonValue& item(const PythonValue& dict, const std::string& key) {
  const auto found = dict.find(key);
  if (found == dict.end()) throw key_error(key);
  return *found;
}

double sum_of(const PythonValue& a, const PythonValue& b) {
  if (a.is_number() && b.is_number()) return a.get<double>() + b.get<double>();
  throw type_error(fmt::format("unsupported operand type(s) for +: '{}' and '{}'", python_type(a), python_type(b)));
}

}  // namespace

PythonValue OriginalClient::get_more_info(const PythonValue& index, const PythonValue& dataset,
                                          const PythonValue& iepoch, const PythonValue& hp,
                                          const PythonValue& is_random) {
  const PythonValue number = query_index_by_arch(index);
  prepare(number);
  const auto found = known(number);
  if (!found) throw value_error(fmt::format("Did not find {} from arch2infos_dict.", python_str(number)));
  const CellView results = cell(*found, python_str(hp));
  PythonValue trial = is_random;
  if (is_random.is_boolean() && is_random.get<bool>()) {
    const std::vector<int>& seeds = results.get_dataset_seeds(dataset);
    trial = seeds[random_.below(static_cast<std::uint32_t>(seeds.size()))];
  }
  const auto metrics = [&](const char* set) { return results.get_metrics(dataset, set, iepoch, trial); };
  const EpochMetrics train = metrics("train");
  MoreInfo info(train.iepoch_value(), dialect_);
  info.add("train", train);
  std::optional<EpochMetrics> valid, test, valtest;
  if (dataset == "cifar10-valid") {
    valid = metrics("x-valid");
    test = tried([&] { return metrics("ori-test"); });
    if (is_nats(dialect_)) info.comment("train set", hp);
  } else {
    const bool full = dataset == "cifar10";
    if (full && is_nats(dialect_)) info.comment("train+valid sets", hp);
    test = tried([&] { return metrics(full ? "ori-test" : "x-test"); });
    valid = tried([&] { return metrics("x-valid"); });
    if (!full) valtest = tried([&] { return metrics("ori-test"); });
  }
  if (valid) info.add("valid", *valid);
  if (test) info.add("test", *test);
  if (valtest) info.add("valtest", *valtest);
  return info.take();
}

PythonValue OriginalClient::simulate_train_eval(const PythonValue& arch, const PythonValue& dataset,
                                                const PythonValue& iepoch, const PythonValue& hp, bool account_time) {
  const PythonValue index = query_index_by_arch(arch);
  if (dataset != "cifar10" && dataset != "cifar100" && dataset != "ImageNet16-120") {
    const std::string message =
        fmt::format("Invalid dataset name : {} vs ('cifar10', 'cifar100', 'ImageNet16-120')", python_str(dataset));
    throw is_nats(dialect_) ? value_error(message) : assertion_error(message);
  }
  const PythonValue trained = dataset == "cifar10" ? PythonValue("cifar10-valid") : dataset;
  const PythonValue info = get_more_info(index, trained, iepoch, hp, true);
  PythonValue accuracy;
  double cost = 0;
  if (!is_nats(dialect_) || info.contains("valid-accuracy")) {
    accuracy = item(info, "valid-accuracy");
    cost = sum_of(item(info, "train-all-time"), item(info, "valid-per-time"));
  } else {
    accuracy = item(info, "valtest-accuracy");
    const PythonValue last = get_more_info(index, dataset, nullptr, hp, true);
    cost = sum_of(item(info, "train-all-time"), item(last, "valid-per-time"));
  }
  PythonValue latency = get_latency(index, dataset, is_nats(dialect_) ? hp : PythonValue("12"));
  if (account_time) used_time_ += cost;
  return PythonValue::array({std::move(accuracy), std::move(latency), cost, used_time_});
}

PythonValue OriginalClient::query_info_str_by_arch(const PythonValue& arch, const PythonValue& hp) {
  const PythonValue index = query_index_by_arch(arch);
  prepare(index);
  const auto number = known(index);
  if (!number) {  // nats_bench warns on standard error
    if (!is_nats(dialect_))
      printed_ += fmt::format("Find this arch-index : {}, but this arch is not evaluated.\n", python_str(index));
    return nullptr;
  }
  const ScheduleShape* const schedule =
      hp.is_string() ? records_->cell(*number)->find(hp.get_ref<const std::string&>()) : nullptr;
  if (schedule == nullptr) {
    if (!is_nats(dialect_)) throw PythonError("NameError", "name 'index' is not defined");
    throw value_error(fmt::format("The {}-th architecture only has hyper-parameters of {} instead of {}.", *number,
                                  schedule_names(*number), python_str(hp)));
  }
  return information_text(view(*number, *schedule), dialect_, fmt::format("arch-index={}", *number));
}

std::vector<std::size_t> OriginalClient::candidates(const PythonValue& enforce_all) const {
  const bool all = enforce_all.is_null() ? fast_mode() : enforce_all.get<bool>();
  if (!all) return {evaluated_.begin(), evaluated_.end()};
  if (!fast_mode()) {
    throw assertion_error(
        "enforce_all can only be set when fast_mode=True; if you are using non-fast-mode, please set "
        "it as False");
  }
  std::vector<std::size_t> indices(size());
  for (std::size_t index = 0; index < indices.size(); ++index) indices[index] = index;
  return indices;
}

PythonValue OriginalClient::find_best(const PythonValue& dataset, const std::string& metric_on_set,
                                      const PythonValue& flop_max, const PythonValue& param_max, const PythonValue& hp,
                                      const PythonValue& enforce_all) {
  const auto [data, set] = remapped(dataset, metric_on_set);
  std::int64_t best = -1;
  PythonValue highest = nullptr;
  for (const std::size_t index : candidates(enforce_all)) {
    prepare(index);
    const CellView results = cell(index, hp);
    const ComputeCosts costs = results.get_compute_costs(data);
    if (exceeds(costs.flops, flop_max) || exceeds(costs.params, param_max)) continue;
    const double accuracy = results.get_metrics(data, set).accuracy;
    if (best != -1 && !(highest.get<double>() < accuracy)) continue;
    best = static_cast<std::int64_t>(index);
    highest = accuracy;
  }
  return PythonValue::array({best, std::move(highest)});
}

PythonValue OriginalClient::statistics(const PythonValue& dataset, const PythonValue& hp) {
  const std::vector<std::string> valid = {"cifar10-valid", "cifar10", "cifar100", "ImageNet16-120"};
  if (!dataset.is_string() || std::find(valid.begin(), valid.end(), dataset.get<std::string>()) == valid.end()) {
    throw value_error(fmt::format("{} not in {}", python_str(dataset), python_repr(valid)));
  }
  std::vector<std::size_t> indices(evaluated_.begin(), evaluated_.end());
  if (!is_nats(dialect_)) {  // goes over the whole space, evaluated or not
    indices.resize(size());
    for (std::size_t index = 0; index < indices.size(); ++index) indices[index] = index;
  }
  PythonValue cells = PythonValue::object();
  for (const std::size_t index : indices) {
    if (!known(index)) throw key_error(index);
    const std::vector<int>* const seeds = cell(index, python_str(hp)).shape().seeds(dataset.get<std::string>());
    const std::string trials = std::to_string(seeds == nullptr ? 0 : seeds->size());
    cells[trials] = cells.value(trials, 0) + 1;
  }
  return cells;
}

}  // namespace cellar
