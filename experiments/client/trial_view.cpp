#include "experiments/client/trial_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "experiments/client/python_error.hpp"

namespace cellar {

namespace {

PythonValue optional_value(const std::optional<double>& value) {
  return value ? PythonValue(*value) : PythonValue(nullptr);
}

std::string set_key(std::string_view name, int epoch) { return fmt::format("{}@{}", name, epoch); }

// What subscripting a dict of this shape with a key it lacks raises; None cannot be subscripted at all.
PythonError no_such_key(const SeriesShape& shape, const PythonValue& key) {
  if (shape.kind == SeriesShape::Kind::none) return type_error("'NoneType' object is not subscriptable");
  return key_error(key);
}

}  // namespace

PythonValue EpochMetrics::iepoch_value() const {
  return averaged ? PythonValue(iepoch) : PythonValue(static_cast<std::int64_t>(iepoch));
}

PythonValue EpochMetrics::to_python() const {
  return {{"iepoch", iepoch_value()},
          {"loss", loss},
          {"accuracy", accuracy},
          {"cur_time", optional_value(cur_time)},
          {"all_time", optional_value(all_time)}};
}

double TrialView::get_latency() const {
  return trial_->has_latency ? records_->latency_seconds(index_, *trial_) : -1.0;
}

double TrialView::value(ImageSet set, Figure figure, int epoch) const {
  return records_->value(index_, *trial_, set, figure, epoch);
}

bool TrialView::recorded(ImageSet set, Figure figure, int epoch) const {
  return trial_->at(set, figure).recorded(epoch, trial_->epochs);
}

double TrialView::seconds(ImageSet set, int last) const {
  const bool constant = trial_->at(set, Figure::seconds).kind == SeriesShape::Kind::constant;
  const double first = value(set, Figure::seconds, 0);
  double sum = first;
  for (int epoch = 1; epoch <= last; ++epoch) sum += constant ? first : value(set, Figure::seconds, epoch);
  return sum;
}

int TrialView::epoch_number(const PythonValue& iepoch) const {
  if (iepoch.is_null()) return trial_->epochs - 1;
  if (!is_python_int(iepoch)) throw is_nats(dialect_) ? no_less_than(iepoch) : no_less_equal(iepoch);
  const std::int64_t epoch = python_int(iepoch);
  if (epoch >= 0 && epoch < trial_->epochs) return static_cast<int>(epoch);
  const std::string message = fmt::format("invalid iepoch={} < {}", python_str(iepoch), trial_->epochs);
  throw is_nats(dialect_) ? value_error(message) : assertion_error(message);
}

EpochMetrics TrialView::get_train(const PythonValue& iepoch) const {
  const int epoch = epoch_number(iepoch);
  const auto look_up = [&](Figure figure, int at) {
    if (!recorded(ImageSet::train, figure, at)) throw no_such_key(trial_->at(ImageSet::train, figure), at);
    return value(ImageSet::train, figure, at);
  };
  EpochMetrics metrics;
  metrics.iepoch = epoch;
  if (trial_->at(ImageSet::train, Figure::seconds).kind != SeriesShape::Kind::none) {
    metrics.cur_time = look_up(Figure::seconds, epoch);
    for (int before = 0; before < epoch; ++before) {
      if (!recorded(ImageSet::train, Figure::seconds, before)) throw key_error(before);
    }
    metrics.all_time = seconds(ImageSet::train, epoch);
  }
  metrics.loss = look_up(Figure::loss, epoch);
  metrics.accuracy = look_up(Figure::accuracy, epoch);
  return metrics;
}

bool TrialView::has_evaluation_times() const {
  return std::any_of(trial_->timed_sets.begin(), trial_->timed_sets.end(), [&](ImageSet set) {
    const SeriesShape::Kind kind = trial_->at(set, Figure::seconds).kind;
    return kind != SeriesShape::Kind::nothing && kind != SeriesShape::Kind::none;
  });
}

std::string TrialView::evaluation_time_keys() const {
  std::vector<std::string> keys;
  for (const ImageSet set : trial_->timed_sets) {
    for (int epoch = 0; epoch < trial_->epochs; ++epoch) {
      if (recorded(set, Figure::seconds, epoch)) keys.push_back(set_key(set_name(set), epoch));
    }
  }
  return fmt::format("dict_keys({})", python_repr(keys));
}

EpochMetrics TrialView::get_eval(const std::string& name, const PythonValue& iepoch) const {
  const int epoch = epoch_number(iepoch);
  const std::string asked = name == "valid" ? "x-valid" : name;
  const std::optional<ImageSet> set = evaluation_set(asked);
  const auto has = [&](Figure figure, int at) { return set && recorded(*set, figure, at); };
  const auto look_up = [&](Figure figure) {
    if (!has(figure, epoch)) throw key_error(set_key(asked, epoch));
    return value(*set, figure, epoch);
  };
  EpochMetrics metrics;
  metrics.iepoch = epoch;
  if (has_evaluation_times()) {
    if (is_nats(dialect_) && !has(Figure::seconds, epoch)) {
      throw value_error(fmt::format("{} not in {}", set_key(asked, epoch), evaluation_time_keys()));
    }
    metrics.cur_time = look_up(Figure::seconds);
    for (int before = 0; before < epoch; ++before) {
      if (!has(Figure::seconds, before)) throw key_error(set_key(asked, before));
    }
    metrics.all_time = seconds(*set, epoch);
  }
  metrics.loss = look_up(Figure::loss);
  metrics.accuracy = look_up(Figure::accuracy);
  return metrics;
}

TimeInfo TrialView::get_times() const {
  TimeInfo info;
  // The mean over what is recorded, for evaluations only if every epoch is.
  const auto add = [&](ImageSet set) {
    double total = 0;
    int epochs = 0;
    for (int epoch = 0; epoch < trial_->epochs; ++epoch) {
      if (!recorded(set, Figure::seconds, epoch)) continue;
      total += value(set, Figure::seconds, epoch);
      ++epochs;
    }
    const bool known = epochs > 0 && (set == ImageSet::train || epochs == trial_->epochs);
    info.emplace_back(fmt::format("T-{}@epoch", set_name(set)), known ? std::optional(total / epochs) : std::nullopt);
    info.emplace_back(fmt::format("T-{}@total", set_name(set)), known ? std::optional(total) : std::nullopt);
  };
  add(ImageSet::train);
  for (const ImageSet set : trial_->evaluation_sets) add(set);
  return info;
}

std::vector<std::string> TrialView::get_eval_set() const {
  std::vector<std::string> names;
  for (const ImageSet set : trial_->evaluation_sets) names.emplace_back(set_name(set));
  return names;
}

PythonValue TrialView::get_config() const {
  const NetworkConfig& config = trial_->config;
  const std::string arch(records_->table().architecture(index_));
  if (config.name == "infer.shape.tiny") {
    return {
        {"name", config.name}, {"channels", arch}, {"genotype", config.genotype}, {"num_classes", config.class_num}};
  }
  return {{"name", "infer.tiny"},
          {"C", config.channel},
          {"N", config.num_cells},
          {"arch_str", arch},
          {"num_classes", config.class_num}};
}

std::string TrialView::repr() const {
  const std::vector<std::string> sets = get_eval_set();
  return fmt::format("ResultsCount({}, arch={}, FLOP={:.2f}M, Param={:.3f}MB, seed={}, {} eval-sets: [{}])",
                     trial_->dataset, records_->table().architecture(index_), flop(), params(), trial_->seed_text,
                     sets.size(), fmt::join(sets, ", "));
}

PythonValue TrialView::training_curve(Figure figure) const {
  if (trial_->at(ImageSet::train, figure).kind == SeriesShape::Kind::none) return nullptr;
  PythonValue list = PythonValue::array();
  for (int epoch = 0; epoch < trial_->epochs; ++epoch) {
    if (recorded(ImageSet::train, figure, epoch)) list.push_back(value(ImageSet::train, figure, epoch));
  }
  return list;
}

PythonValue TrialView::evaluation_curve(const std::vector<ImageSet>& sets, Figure figure) const {
  PythonValue dict = PythonValue::object();
  for (const ImageSet set : sets) {
    for (int epoch = 0; epoch < trial_->epochs; ++epoch) {
      if (recorded(set, figure, epoch)) dict[set_key(set_name(set), epoch)] = value(set, figure, epoch);
    }
  }
  return dict;
}

PythonValue TrialView::curves() const {
  PythonValue config = {{"channel", trial_->config.channel},
                        {"num_cells", trial_->config.num_cells},
                        {"arch_str", records_->table().architecture(index_)},
                        {"class_num", trial_->config.class_num}};
  return {{"train_acc1es", training_curve(Figure::accuracy)},
          {"train_losses", training_curve(Figure::loss)},
          {"train_acc5es", training_curve(Figure::top5)},
          {"train_times", training_curve(Figure::seconds)},
          {"eval_acc1es", evaluation_curve(trial_->evaluation_sets, Figure::accuracy)},
          {"eval_losses", evaluation_curve(trial_->evaluation_sets, Figure::loss)},
          {"eval_times", evaluation_curve(trial_->timed_sets, Figure::seconds)},
          {"latency", trial_->has_latency ? PythonValue::array({get_latency()}) : PythonValue(nullptr)},
          {"arch_config", std::move(config)},
          {"name", trial_->dataset}};
}

}  // namespace cellar
