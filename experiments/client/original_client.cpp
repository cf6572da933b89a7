#include "experiments/client/original_client.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/client/python_error.hpp"
#include "space/nb201/isomorphism.hpp"

namespace cellar {

namespace {

std::string class_name(Dialect dialect) {
  switch (dialect) {
    case Dialect::nas_bench_201:
      return "NASBench201API";
    case Dialect::nats_topology:
      return "NATStopology";
    case Dialect::nats_size:
      return "NATSsize";
  }
  return {};
}

}  // namespace

OriginalClient::OriginalClient(std::shared_ptr<const Records> records)
    : OriginalClient(records, dialect_of(*records)) {}

OriginalClient::OriginalClient(std::shared_ptr<const Records> records, Dialect dialect)
    : records_(std::move(records)), dialect_(dialect) {
  if (fast_mode()) return;  // reads cells as they are asked for
  for (std::size_t index = 0; index < size(); ++index) {
    if (records_->cell(index) != nullptr) evaluated_.insert(evaluated_.end(), index);
  }
}

std::string OriginalClient::repr() const {
  const std::string mode = !is_nats(dialect_) ? "" : fast_mode() ? "fast_mode=True, " : "fast_mode=False, ";
  return fmt::format("{}({}/{} architectures, {}file={})", class_name(dialect_), evaluated_.size(), size(), mode,
                     records_->source().file);
}

std::string OriginalClient::arch(const PythonValue& index) const {
  if (!is_python_int(index)) throw is_nats(dialect_) ? no_less_than(index) : no_less_equal(index);
  const std::int64_t number = python_int(index);
  if (number >= 0 && static_cast<std::size_t>(number) < size()) {
    return std::string(records_->table().architecture(static_cast<std::size_t>(number)));
  }
  const std::string message = fmt::format("invalid index : {} vs. {}.", python_str(index), size());
  throw is_nats(dialect_) ? value_error(message) : assertion_error(message);
}

PythonValue OriginalClient::query_index_by_arch(const PythonValue& arch) const {
  if (is_python_int(arch)) {
    const std::int64_t number = python_int(arch);
    if (number >= 0 && static_cast<std::size_t>(number) < size()) return number;
    throw value_error(fmt::format("Invalid architecture index {} vs [0, {}].", python_str(arch), size()));
  }
  if (!arch.is_string()) return -1;
  if (index_of_.empty()) {
    for (std::size_t index = 0; index < size(); ++index)
      index_of_.emplace(records_->table().architecture(index), index);
  }
  const auto found = index_of_.find(arch.get_ref<const std::string&>());
  return found == index_of_.end() ? PythonValue(-1) : PythonValue(found->second);
}

void OriginalClient::prepare(const PythonValue& index) {
  if (!fast_mode() || known(index)) return;
  if (!is_python_int(index)) throw no_less_equal(index);
  const std::int64_t number = python_int(index);
  if (number < 0 || static_cast<std::size_t>(number) >= size()) {
    throw value_error("invalid index of " + python_str(index));
  }
  const auto cell = static_cast<std::size_t>(number);
  if (records_->cell(cell) == nullptr) {
    throw assertion_error(fmt::format("invalid data path : {}/{}.pickle.pbz2", records_->source().file, number));
  }
  evaluated_.insert(cell);
}

std::optional<std::size_t> OriginalClient::known(const PythonValue& index) const {
  if (!is_python_int(index)) return std::nullopt;
  const std::int64_t number = python_int(index);
  if (number < 0 || static_cast<std::size_t>(number) >= size()) return std::nullopt;
  const auto cell = static_cast<std::size_t>(number);
  if (fast_mode() ? evaluated_.contains(cell) : records_->cell(cell) != nullptr) return cell;
  return std::nullopt;
}

OriginalClient::Schedules OriginalClient::schedules(std::size_t index) const {
  Schedules all;
  for (const ScheduleShape& schedule : records_->cell(index)->schedules) all.push_back(&schedule);
  if (is_nats(dialect_)) return all;
  std::stable_sort(all.begin(), all.end(),
                   [](const ScheduleShape* a, const ScheduleShape* b) { return a->label == "12" && b->label != "12"; });
  return all;
}

std::string OriginalClient::schedule_names(std::size_t index) const {
  std::vector<std::string> names;
  for (const ScheduleShape* const schedule : schedules(index)) names.push_back(schedule->label);
  return python_repr(names);
}

CellView OriginalClient::view(std::size_t index, const ScheduleShape& schedule) {
  return {*records_, index, schedule, dialect_, random_, cleared_.contains({index, schedule.label})};
}

CellView OriginalClient::cell(std::size_t index, const PythonValue& hp) {
  const ScheduleShape* const schedule =
      hp.is_string() ? records_->cell(index)->find(hp.get_ref<const std::string&>()) : nullptr;
  if (schedule == nullptr) throw key_error(hp);
  return view(index, *schedule);
}

CellView OriginalClient::query_meta_info_by_index(const PythonValue& index, const PythonValue& hp) {
  prepare(index);
  const auto number = known(index);
  if (!number) throw value_error(fmt::format("arch_index [{}] does not in arch2infos", python_str(index)));
  const PythonValue label = is_nats(dialect_) ? PythonValue(python_str(hp)) : hp;
  if (label.is_string()) {
    const ScheduleShape* const schedule = records_->cell(*number)->find(label.get_ref<const std::string&>());
    if (schedule != nullptr) return view(*number, *schedule);
  }
  throw value_error(fmt::format("The {}-th architecture only has hyper-parameters of {} instead of {}.",
                                python_str(index), schedule_names(*number), python_str(hp)));
}

std::vector<std::pair<int, TrialView>> OriginalClient::query_by_index(const PythonValue& index,
                                                                      const PythonValue& dataname,
                                                                      const PythonValue& hp) {
  const CellView info = query_meta_info_by_index(index, hp);
  const std::vector<std::string> names = info.get_dataset_names();
  if (!dataname.is_string() || std::find(names.begin(), names.end(), dataname.get<std::string>()) == names.end()) {
    throw value_error(fmt::format("invalid dataset-name : {} vs. {}", python_str(dataname), python_repr(names)));
  }
  return info.query(dataname);
}

PythonValue OriginalClient::get_net_config(const PythonValue& index, const PythonValue& dataset) {
  prepare(index);
  const auto number = known(index);
  if (!number) {
    if (!is_nats(dialect_)) throw PythonError("NameError", "name 'arch_index' is not defined");
    throw value_error(fmt::format("The arch_index={} is not in arch2infos_dict.", python_str(index)));
  }
  return view(*number, *schedules(*number).front()).query(dataset).front().second.get_config();
}

PythonValue OriginalClient::get_cost_info(const PythonValue& index, const PythonValue& dataset, const PythonValue& hp) {
  return query_meta_info_by_index(index, hp).get_compute_costs(dataset).to_python();
}

PythonValue OriginalClient::get_latency(const PythonValue& index, const PythonValue& dataset, const PythonValue& hp) {
  return get_cost_info(index, dataset, hp)["latency"];
}

std::string OriginalClient::get_unique_str(const PythonValue& arch) const {
  if (dialect_ != Dialect::nats_topology) {
    throw PythonError("AttributeError",
                      fmt::format("'{}' object has no attribute 'get_unique_str'", class_name(dialect_)));
  }
  const std::int64_t index = query_index_by_arch(arch).get<std::int64_t>();
  const std::size_t cell = index < 0 ? size() - 1 : static_cast<std::size_t>(index);  // a list's [-1] is its last
  return nb201::unique_string(nb201::parse_cell(records_->table().architecture(cell)));
}

}  // namespace cellar
