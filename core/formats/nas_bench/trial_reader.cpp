#include "core/formats/nas_bench/trial_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = PickleValue::Kind;

constexpr double kMostAccuracy = 100 + 1e-6;  // [%]; means of batches may round up
constexpr std::size_t kMostLatencies = 10'000;

// A text that becomes part of a table's own lines.
std::string plain(const PickleValue& value, std::string_view what) {
  const std::string_view text = value.text();
  const auto is_plain = [](char c) { return c > ' ' && c <= '~'; };
  if (text.size() > 400 || !std::all_of(text.begin(), text.end(), is_plain)) {
    throw Error(fmt::format("the {} '{}' is none", what, printable(text)));
  }
  return std::string(text);
}

int whole(const PickleValue& value, std::string_view what, std::int64_t most) {
  const std::int64_t number = value.integer();
  if (number < 0 || number > most) throw Error(fmt::format("{} {} is not 0 to {}", what, number, most));
  return static_cast<int>(number);
}

double amount(const PickleValue& value, std::string_view what) {
  const double number = value.number();
  if (!std::isfinite(number) || number < 0) throw Error(fmt::format("{} {} is not a number from 0 up", what, number));
  return number;
}

void check(double value, Figure figure) {
  if (figure == Figure::accuracy || figure == Figure::top5) {
    if (!(value >= 0 && value <= kMostAccuracy)) throw Error(fmt::format("an accuracy of {} %", value));
  } else if (figure == Figure::seconds && !(value >= 0 && std::isfinite(value))) {
    throw Error(fmt::format("a time of {} s", value));
  }
}

void record(Series& series, int epochs, int epoch, double value, Figure figure) {
  if (series.values.empty()) {
    series.values.assign(static_cast<std::size_t>(epochs), std::numeric_limits<double>::quiet_NaN());
    series.recorded.assign(static_cast<std::size_t>(epochs), false);
  }
  if (epoch < 0 || epoch >= epochs) throw Error(fmt::format("epoch {} of a training of {} epochs", epoch, epochs));
  check(value, figure);
  series.values[static_cast<std::size_t>(epoch)] = value;
  series.recorded[static_cast<std::size_t>(epoch)] = true;
}

// No epoch can be recorded twice.
void check_size(std::size_t size, std::size_t sets, int epochs) {
  if (size > sets * static_cast<std::size_t>(epochs)) {
    throw Error(fmt::format("{} values of a training of {} epochs", size, epochs));
  }
}

// {epoch: value}, or None.
Series read_training(const PickleValue& state, std::string_view key, int epochs, Figure figure) {
  Series series;
  const PickleValue* values = state.find(key);
  if (!values || values->is_none()) {
    series.is_none = true;
    return series;
  }
  check_size(values->size(), 1, epochs);
  for (std::size_t i = 0; i < values->size(); ++i) {
    const std::int64_t epoch = values->key(i).integer();
    record(series, epochs, epoch < 0 || epoch > epochs ? -1 : static_cast<int>(epoch), values->value(i).number(),
           figure);
  }
  return series;
}

ImageSet set_of(std::string_view name) {
  if (const auto set = evaluation_set(name)) return *set;
  throw Error(fmt::format("an evaluation set '{}': known are x-valid, x-test, ori-test", printable(name)));
}

struct EvaluationKey {
  ImageSet set;
  int epoch;
};

// "x-valid@11".
EvaluationKey parse_key(std::string_view key) {
  const auto at = key.rfind('@');
  if (at == key.npos) throw Error(fmt::format("an evaluation '{}' without an epoch", printable(key)));
  const std::string_view digits = key.substr(at + 1);
  int epoch = digits.empty() || digits.size() > 6 ? -1 : 0;
  for (const char digit : digits) epoch = digit >= '0' && digit <= '9' && epoch >= 0 ? 10 * epoch + (digit - '0') : -1;
  return {set_of(key.substr(0, at)), epoch};
}

// {"x-valid@11": value}; returns the sets in the order in which they come.
std::vector<ImageSet> read_evaluations(const PickleValue& state, std::string_view key, Figure figure,
                                       TrialRecord& trial) {
  std::vector<ImageSet> order;
  const PickleValue& values = state.at(key);
  if (values.is_none()) return order;
  check_size(values.size(), kEvaluationSets.size(), trial.epochs);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto [set, epoch] = parse_key(values.key(i).text());
    if (order.empty() || order.back() != set) {
      if (std::find(order.begin(), order.end(), set) == order.end()) order.push_back(set);
    }
    record(trial.at(set, figure), trial.epochs, epoch, values.value(i).number(), figure);
  }
  return order;
}

NetworkConfig read_config(const PickleValue& config, std::string_view arch) {
  NetworkConfig network;
  network.class_num = whole(config.at("class_num"), "class_num", 1'000'000);
  if (const PickleValue* name = config.find("name")) network.name = plain(*name, "network");
  const bool is_size = network.name == "infer.shape.tiny";
  if (is_size) {
    network.genotype = plain(config.at("genotype"), "genotype");
  } else {
    network.channel = whole(config.at("channel"), "channel", 1'000'000);
    network.num_cells = whole(config.at("num_cells"), "num_cells", 1'000'000);
  }
  const std::string_view spelled = config.at(is_size ? "channels" : "arch_str").text();
  if (spelled != arch) throw Error(fmt::format("the network of a trial is of '{}'", printable(spelled)));
  return network;
}

// The mean of the recorded ones, as ResultsCount.get_latency takes it.
std::optional<double> read_latency(const PickleValue& latency) {
  if (latency.is_none()) return std::nullopt;
  if (latency.size() > kMostLatencies) throw Error(fmt::format("{} latencies", latency.size()));
  double sum = 0;
  for (const PickleValue& one : latency.items()) sum += amount(one, "a latency of");
  if (latency.size() == 0) throw Error("a list of latencies is empty");
  return sum / static_cast<double>(latency.size());
}

}  // namespace

TrialRecord read_trial(const PickleValue& state, const std::string& dataset, int seed, int schedule,
                       std::string_view arch) {
  TrialRecord trial;
  trial.dataset = dataset;
  trial.seed = seed;
  if (state.at("name").text() != dataset) throw Error("a trial stands under the name of another data set");
  trial.seed_text = plain(state.at("seed"), "seed");
  trial.epochs = whole(state.at("epochs"), "epochs", 100'000);
  if (trial.epochs != schedule) {
    throw Error(fmt::format("a trial of {} epochs under the schedule of {}", trial.epochs, schedule));
  }
  trial.mflops = amount(state.at("flop"), "flop");
  trial.mparams = amount(state.at("params"), "params");
  trial.latency_seconds = read_latency(state.at("latency"));
  trial.config = read_config(state.at("arch_config"), arch);
  const PickleValue* weights = state.find("net_state_dict");
  trial.has_weights = weights && weights->is(Kind::dict);
  trial.at(ImageSet::train, Figure::accuracy) = read_training(state, "train_acc1es", schedule, Figure::accuracy);
  trial.at(ImageSet::train, Figure::top5) = read_training(state, "train_acc5es", schedule, Figure::top5);
  trial.at(ImageSet::train, Figure::loss) = read_training(state, "train_losses", schedule, Figure::loss);
  trial.at(ImageSet::train, Figure::seconds) = read_training(state, "train_times", schedule, Figure::seconds);
  const auto names = state.at("eval_names").items();
  if (names.size() > kEvaluationSets.size()) throw Error(fmt::format("{} evaluation sets", names.size()));
  for (const PickleValue& name : names) trial.evaluation_sets.push_back(set_of(name.text()));
  read_evaluations(state, "eval_acc1es", Figure::accuracy, trial);
  read_evaluations(state, "eval_losses", Figure::loss, trial);
  trial.timed_sets = read_evaluations(state, "eval_times", Figure::seconds, trial);
  return trial;
}

}  // namespace cellar
