#include "experiments/checks/client_answers.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "experiments/checks/client_comparison.hpp"
#include "experiments/checks/client_weights.hpp"
#include "experiments/client/python_error.hpp"
#include "experiments/client/structure.hpp"

namespace cellar {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kSeed = 7;  // of Python's random before the recorded queries

PythonValue field(const TrialView& trial, const std::string& name) {
  const TrialShape& shape = trial.shape();
  if (name == "repr") return trial.repr();
  if (name == "get_train") return trial.get_train().to_python();
  if (name == "get_latency") return trial.get_latency();
  if (name == "get_eval_set") return trial.get_eval_set();
  if (name == "flop") return trial.flop();
  if (name == "params") return trial.params();
  if (name == "seed") return shape.seed_text;
  if (name == "epochs") return shape.epochs;
  if (name != "get_times") throw Error(fmt::format("'{}' is no field of a trial that is known", name));
  PythonValue times = PythonValue::object();
  for (const auto& [key, seconds] : trial.get_times()) times[key] = seconds ? PythonValue(*seconds) : nullptr;
  return times;
}

// A file of a folder of cells that is not there.
bool lacks_cell(const PythonValue& result) {
  return result.value("message", std::string()).starts_with("invalid data path");
}

std::vector<std::string> fields_named(const std::string& list) {
  std::vector<std::string> names(1);
  for (const char c : list) {
    if (c == ',')
      names.emplace_back();
    else
      names.back() += c;
  }
  return names;
}

}  // namespace

// By position, or by any of the names that a keyword has.
class ClientAnswers::Arguments {
 public:
  explicit Arguments(const PythonValue& query) : args_(query.at("args")), kwargs_(query.at("kwargs")) {}

  PythonValue operator()(std::size_t position, std::initializer_list<const char*> names, PythonValue fallback) const {
    if (position < args_.size()) return args_[position];
    for (const char* const name : names) {
      if (kwargs_.contains(name)) return kwargs_[name];
    }
    return fallback;
  }

  const PythonValue& operator[](std::size_t position) const { return args_.at(position); }
  std::string text(std::size_t position) const { return args_.at(position).get<std::string>(); }

 private:
  const PythonValue& args_;
  const PythonValue& kwargs_;
};

ClientAnswers::ClientAnswers(std::shared_ptr<const Records> records, fs::path archive)
    : client_(std::move(records)), archive_(std::move(archive)) {
  client_.seed(kSeed);
  std::error_code error;
  if (archive_.empty() || fs::is_directory(archive_, error)) return;
  if (!fs::is_regular_file(archive_, error)) throw Error("--archive " + archive_.string() + " does not exist");
  archive_ = archive_.has_parent_path() ? archive_.parent_path() : fs::path(".");
}

std::optional<PythonValue> ClientAnswers::answer(const PythonValue& query) {
  PythonValue result = PythonValue::object();
  try {
    result["ok"] = call(query);
  } catch (const Unanswerable&) {
    client_.take_printed();
    return std::nullopt;
  } catch (const PythonError& error) {
    result = {{"error", error.type()}, {"message", error.what()}};
    if (lacks_cell(result) && !lacks_cell(query.at("result"))) {
      incomplete_ = true;
      return std::nullopt;
    }
  }
  if (std::string printed = client_.take_printed(); !printed.empty()) result["stdout"] = std::move(printed);
  return result;
}

PythonValue ClientAnswers::call(const PythonValue& query) {
  const std::string function = query.at("fn").get<std::string>();
  const Arguments a(query);
  // These depend on all queries before: cells read, numbers drawn, seconds counted.
  if (incomplete_ && (function == "statistics" || function == "simulate_train_eval")) throw Unanswerable();
  if (function == "get_more_info") {
    return client_.get_more_info(a[0], a[1], a(2, {"iepoch"}, nullptr), a(3, {"hp"}, "12"), a(4, {"is_random"}, true));
  }
  if (function == "simulate_train_eval") {
    return client_.simulate_train_eval(a[0], a[1], a(9, {"iepoch"}, nullptr), a(9, {"hp"}, "12"),
                                       a(9, {"account_time"}, true).get<bool>());
  }
  if (function == "find_best") {
    return client_.find_best(a[0], a.text(1), a(2, {"flop_max", "FLOP_max"}, nullptr),
                             a(3, {"param_max", "Param_max"}, nullptr), a(4, {"hp"}, "12"),
                             a(5, {"enforce_all"}, nullptr));
  }
  if (function == "show") return client_.show(a(0, {"index"}, -1)), nullptr;
  if (function == "query_by_arch") return client_.query_by_arch(a[0], a[1]);
  if (function == "query_info_str_by_arch") return client_.query_info_str_by_arch(a[0], a(1, {"hp"}, "12"));
  if (function == "query_index_by_arch") return client_.query_index_by_arch(a[0]);
  if (function == "query_by_index") return fields_of_trials(a);
  if (function == "get_cost_info") return client_.get_cost_info(a[0], a[1], a(2, {"hp"}, "12"));
  if (function == "get_latency") return client_.get_latency(a[0], a[1], a(2, {"hp"}, "12"));
  if (function == "get_net_config") return client_.get_net_config(a[0], a[1]);
  if (function == "statistics") return client_.statistics(a[0], a(1, {"hp"}, nullptr));
  if (function == "arch") return client_.arch(a[0]);
  if (function == "random") return client_.random();
  if (function == "get_unique_str") return client_.get_unique_str(a[0]);
  if (function == "str2lists") return str2lists(a.text(0));
  if (function == "str2matrix") return str2matrix(a.text(0), client_.dialect());
  if (function == "reload") return reload(a);
  if (function == "get_net_param") return net_param(a, query.at("result"));
  if (function == "get_net_param_tensor") return net_param_tensor(a);
  return of_cell(function, a);
}

// Methods of ArchResults: index, hp, …; the curves of a data set: index, data set, hp.
PythonValue ClientAnswers::of_cell(const std::string& function, const Arguments& a) {
  if (function == "curves") {
    PythonValue curves = PythonValue::object();
    for (const auto& [seed, trial] : client_.query_meta_info_by_index(a[0], a(2, {"hp"}, "12")).query(a[1])) {
      curves[std::to_string(seed)] = trial.curves();
    }
    return curves;
  }
  const auto cell = [&] { return client_.query_meta_info_by_index(a[0], a(1, {"hp"}, "12")); };
  if (function == "ArchResults.repr") return cell().repr();
  if (function == "get_dataset_names") return cell().get_dataset_names();
  if (function == "get_total_epoch") return cell().get_total_epoch();
  if (function == "get_compute_costs") return cell().get_compute_costs(a[2]).to_python();
  if (function == "get_comput_costs") return cell().get_comput_costs(a[2]).to_python();
  if (function == "get_dataset_seeds") return cell().get_dataset_seeds(a[2]);
  if (function == "get_metrics") {
    return cell().get_metrics(a[2], a.text(3), a(4, {"iepoch"}, nullptr), a(5, {"is_random"}, false)).to_python();
  }
  throw Error(fmt::format("the function '{}' is not known", function));
}

PythonValue ClientAnswers::fields_of_trials(const Arguments& a) {
  const PythonValue hp = a(2, {"hp"}, "12");
  const PythonValue dataset = a(1, {"dataname"}, nullptr);
  if (dataset.is_null()) return client_.query_meta_info_by_index(a[0], hp).repr();
  const std::vector<std::string> fields = fields_named(a(9, {"fields"}, "repr").get<std::string>());
  PythonValue trials = PythonValue::object();
  for (const auto& [seed, trial] : client_.query_by_index(a[0], dataset, hp)) {
    PythonValue values = PythonValue::array();
    for (const std::string& name : fields) values.push_back(field(trial, name));
    trials[std::to_string(seed)] = std::move(values);
  }
  return trials;
}

// A recorded relative folder stands for the archive given here; an absolute one for itself.
PythonValue ClientAnswers::reload(const Arguments& a) {
  const PythonValue index = a(1, {"index"}, nullptr);
  const fs::path recorded = a.text(0);
  const bool of_space =
      is_python_int(index) && python_int(index) >= 0 && static_cast<std::size_t>(python_int(index)) < client_.size();
  const bool found = of_space && !archive_.empty() &&
                     !archived_cell(archive_, static_cast<std::size_t>(python_int(index)), client_.dialect()).empty();
  if (archive_.empty() || (recorded.is_relative() && of_space && !found)) {
    if (of_space) not_reloaded_.insert(python_int(index));
    throw Unanswerable();
  }
  client_.reload(recorded.is_absolute() ? recorded : archive_, index);
  return nullptr;
}

fs::path ClientAnswers::weights_archive(const PythonValue& index, const OriginalClient::Weights& weights) const {
  const auto cell = static_cast<std::size_t>(python_int(index));
  const fs::path folder = weights.archive.empty() ? archive_ : weights.archive;
  fs::path file = folder.empty() ? fs::path() : archived_cell(folder, cell, client_.dialect());
  if (file.empty()) throw Unanswerable();
  return file;
}

PythonValue ClientAnswers::net_param(const Arguments& a, const PythonValue& result) {
  PythonValue all = PythonValue::object();
  const auto trials = client_.get_net_param(a[0], a[1], a[2], a(3, {"hp"}, "12"));
  if (not_reloaded_.contains(python_int(a[0]))) throw Unanswerable();
  const PythonValue expected = result.value("ok", PythonValue::object());
  for (const auto& [seed, weights] : trials) {
    const std::string key = std::to_string(seed);
    if (!weights) {
      all[key] = nullptr;
      continue;
    }
    const WeightsPlace place{weights_archive(a[0], *weights), static_cast<std::size_t>(python_int(a[0])),
                             weights->schedule, a.text(1), seed};
    if (!is_archived(place)) throw Unanswerable();
    const PythonValue pattern = a[2].is_null() ? expected.value(key, PythonValue(nullptr)) : expected;
    all[key] = weights_summary(place, pattern.is_object() ? pattern : PythonValue::object());
  }
  return a[2].is_null() ? all : all.begin().value();
}

PythonValue ClientAnswers::net_param_tensor(const Arguments& a) {
  const auto trials = client_.get_net_param(a[0], a[1], a[2], a[3]);
  if (not_reloaded_.contains(python_int(a[0])) || !trials.front().second) throw Unanswerable();
  const OriginalClient::Weights& weights = *trials.front().second;
  const WeightsPlace place{weights_archive(a[0], weights), static_cast<std::size_t>(python_int(a[0])), weights.schedule,
                           a.text(1), trials.front().first};
  if (!is_archived(place)) throw Unanswerable();
  return weights_tensor(place, a.text(4));
}

}  // namespace cellar
