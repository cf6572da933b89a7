#include <fmt/format.h>

#include "experiments/client/information_text.hpp"
#include "experiments/client/original_client.hpp"
#include "experiments/client/python_error.hpp"

namespace cellar {

namespace fs = std::filesystem;

void OriginalClient::print_schedules(const PythonValue& index) {
  const auto number = known(index);
  if (!number) throw key_error(index);
  const std::string arrows(40, '>');
  for (const ScheduleShape* const schedule : schedules(*number)) {
    const CellView results = view(*number, *schedule);
    const std::string text = information_text(results, dialect_);
    printed_ += fmt::format("{0} {1:03} epochs {0}\n{2}\n", arrows, results.get_total_epoch(), text);
  }
  printed_ += fmt::format("{0}------------{0}\n", std::string(40, '<'));
}

// The original looks up the negative index that means all, and so raises a KeyError at the first cell.
void OriginalClient::print_all(const PythonValue& index) {
  printed_ += repr() + "\n";
  if (evaluated_.empty()) return;
  const std::size_t first = *evaluated_.begin();
  printed_ +=
      fmt::format("\n---------- The ({:5}/{:5}) {:06}-th architecture! ----------\n", 0, evaluated_.size(), first);
  printed_ += fmt::format("arch : {}\n", records_->table().architecture(first));
  throw key_error(index);
}

void OriginalClient::show(const PythonValue& index) {
  if (!is_python_int(index)) throw no_less_than(index);
  const std::int64_t number = python_int(index);
  if (number < 0) return print_all(index);
  if (static_cast<std::size_t>(number) >= size()) {
    printed_ += fmt::format("This index ({}) is out of range (0~{}).\n", python_str(index), size());
    return;
  }
  prepare(index);
  if (evaluated_.contains(static_cast<std::size_t>(number))) return print_schedules(index);
  printed_ += fmt::format("The {}-th architecture has not been evaluated or not saved.\n", python_str(index));
}

fs::path archived_cell(const fs::path& folder, std::size_t index, Dialect dialect) {
  const std::vector<std::string> names =
      is_nats(dialect) ? std::vector{fmt::format("{:06}.pickle.pbz2", index), fmt::format("{}.pickle.pbz2", index)}
                       : std::vector{fmt::format("{:06}-FULL.pth", index)};
  std::error_code error;
  for (const std::string& name : names) {
    if (fs::is_regular_file(folder / name, error)) return folder / name;
  }
  return {};
}

void OriginalClient::reload(const fs::path& archive_root, const PythonValue& index) {
  std::error_code error;
  if (!fs::is_directory(archive_root, error)) {
    throw is_nats(dialect_) ? value_error("Invalid archive_root : " + archive_root.string())
                            : assertion_error("invalid directory : " + archive_root.string());
  }
  const std::int64_t length = static_cast<std::int64_t>(size());
  const std::int64_t first = index.is_null() ? 0 : python_int(index);
  const std::int64_t last = index.is_null() ? length : first + 1;
  for (std::int64_t number = first; number < last; ++number) {
    if (number < 0 || number >= length) {
      const std::string message = fmt::format("invalid index of {}", number);
      throw is_nats(dialect_) ? value_error(message) : assertion_error(message);
    }
    const auto cell = static_cast<std::size_t>(number);
    if (archived_cell(archive_root, cell, dialect_).empty()) {
      const fs::path file = archive_root / (is_nats(dialect_) ? fmt::format("{}.pickle.pbz2", cell)
                                                              : fmt::format("{:06}-FULL.pth", cell));
      throw assertion_error("invalid data path : " + file.string());
    }
    reloaded_[cell] = archive_root;
    std::erase_if(cleared_, [&](const auto& cleared) { return cleared.first == cell; });
    if (is_nats(dialect_)) evaluated_.insert(cell);
  }
}

void OriginalClient::clear_params(const PythonValue& index, const PythonValue& hp) {
  const auto number = known(index);
  if (!number) {  // nats_bench warns on standard error
    if (is_nats(dialect_)) return;
    throw key_error(index);
  }
  const CellShape& shape = *records_->cell(*number);
  if (!hp.is_null() && shape.find(python_str(hp)) == nullptr) {
    throw value_error(fmt::format("The {}-th architecture only has hyper-parameters of {} instead of {}.", *number,
                                  schedule_names(*number), python_str(hp)));
  }
  for (const ScheduleShape& schedule : shape.schedules) {
    if (hp.is_null() || schedule.label == python_str(hp)) cleared_.emplace(*number, schedule.label);
  }
}

std::vector<std::pair<int, std::optional<OriginalClient::Weights>>> OriginalClient::get_net_param(
    const PythonValue& index, const PythonValue& dataset, const PythonValue& seed, const PythonValue& hp) {
  const CellView results = query_meta_info_by_index(index, hp);
  const auto number = static_cast<std::size_t>(python_int(index));
  const auto reloaded = reloaded_.find(number);
  const std::string& schedule = results.shape().label;
  std::vector<std::pair<int, std::optional<Weights>>> all;
  for (const auto& [trained, trial] : results.get_net_param(dataset, seed)) {
    std::optional<Weights> weights;
    const bool there = reloaded != reloaded_.end() || trial.shape().has_weights;
    if (there && !cleared_.contains({number, schedule})) {
      weights = Weights{reloaded == reloaded_.end() ? fs::path() : reloaded->second, schedule};
    }
    all.emplace_back(trained, std::move(weights));
  }
  return all;
}

}  // namespace cellar
